"""A policy has a name, limits and what they count by; its counters are its own."""

from enum import Enum

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ratelimit import FixedWindow, Quota, TokenBucket
from ratelimit.web.policy import Policy, checked_policies

TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E) | st.sampled_from('}"\\ '), min_size=1, max_size=8)
WHO = st.tuples(st.sampled_from(["client", "everybody", "key"]), TEXT)


def by_nothing(_):
    return None


def key(name, who):
    kind, text = who
    policy = Policy(name, "1/s", by=by_nothing if kind == "key" else kind)
    return policy.key(text if kind == "key" else None, text)


@given(TEXT, WHO, TEXT, WHO)
@example("a", ("client", "x"), "a", ("key", "client x"))
@example("a", ("everybody", "x"), "a", ("key", "everybody"))
@example('b"', ("key", 'x}"a'), "b", ("key", 'x}"a'))
def test_no_two_policies_and_no_two_that_are_counted_have_a_key_in_common(name, who, other_name, other):
    same_who = who == other or who[0] == other[0] == "everybody"
    assume(not (name == other_name and same_who))
    assert key(name, who) != key(other_name, other)


def test_policies_that_count_the_same_are_in_one_slot_of_a_cluster():
    keys = [Policy(name, "1/s").key(None, "1.2.3.4") for name in ("a", "b")]
    assert {each.partition("}")[0] for each in keys} == {"client 1.2.3.4"}


def test_one_limit_has_the_name_of_its_policy():
    assert Policy("api", Quota.per_minute(5)).limits == (("api", TokenBucket, Quota.per_minute(5)),)


def test_several_limits_have_names_of_their_own():
    policy = Policy("api", "10/second burst 20; 100/day", algorithm=[TokenBucket, FixedWindow])
    assert policy.limits == (
        ("api 10/second burst 20", TokenBucket, Quota.per_second(10, 20)),
        ("api 100/day", FixedWindow, Quota.per_day(100)),
    )


def test_policies_with_the_same_name_and_limits_are_equal():
    assert Policy("a", "1/s") == Policy("a", Quota.per_second(1))
    assert len({Policy("a", "1/s"), Policy("a", "1/s"), Policy("b", "1/s"), Policy("a", "2/s")}) == 3


def test_without_a_value_the_client_counts():
    assert Policy("a", "1/s", by=by_nothing).key(None, "1.2.3.4") == Policy("a", "1/s").key(None, "1.2.3.4")


class Plan(str, Enum):  # noqa: UP042  it prints as Plan.FREE
    FREE = "free"


class Number(int, Enum):
    ONE = 1


@pytest.mark.parametrize(("value", "same"), [(Plan.FREE, "free"), (Number.ONE, 1)])
def test_a_value_counts_as_what_it_is_equal_to_however_it_prints(value, same):
    policy = Policy("a", "1/s", by=by_nothing)
    assert policy.key(value, "1.2.3.4") == policy.key(same, "1.2.3.4")


@pytest.mark.parametrize("value", [True, 1.5, b"x", ["x"]])
def test_a_value_is_text_or_a_number(value):
    with pytest.raises(TypeError, match="by must return text, a number or None, got"):
        Policy("a", "1/s", by=by_nothing).key(value, "1.2.3.4")


@pytest.mark.parametrize(("arguments", "options", "message"), [
    (("", "1/s"), {}, "name must be printable ASCII"),
    (("a", "1/s"), {"by": "user"}, "by must be 'client', 'everybody' or a function of the request, got 'user'"),
    (("a", "1"), {}, "quota must read like"),
    (("a", []), {}, "quota must be a Quota, or several, got none"),
    (("a", "1/s; 1/s"), {}, "each limit must be there once"),
    (("a", "1/s burst 2"), {"algorithm": FixedWindow}, "burst"),
])  # fmt: skip
def test_what_can_be_no_policy_is_refused_when_it_is_made(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        Policy(*arguments, **options)


def test_a_request_may_have_one_policy_several_or_none():
    one, other = Policy("a", "1/s"), Policy("b", "1/s")
    assert [checked_policies(chosen) for chosen in (one, [one, other], None, [])] == [(one,), (one, other), (), ()]


def test_policies_of_a_request_have_different_names():
    with pytest.raises(ValueError, match="policies of one request must have different names, got 'a' twice"):
        checked_policies([Policy("a", "1/s"), Policy("a", "2/s")])
    with pytest.raises(ValueError, match="policies of one request must have different names, got 'a 1/second' twice"):
        checked_policies([Policy("a", "1/second; 9/day"), Policy("a 1/second", "2/s")])
    with pytest.raises(TypeError, match="limits must be a Policy, or several, got 'a'"):
        checked_policies(["a"])
