"""A quota is what it says."""

import copy
import pickle
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratelimit import Quota

SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("text", "limit", "period", "burst"),
    [
        ("100/minute", 100, 60 * SECOND, 100),
        ("10/s", 10, SECOND, 10),
        ("5 per 15 minutes", 5, 15 * 60 * SECOND, 5),
        ("1/250ms", 1, SECOND // 4, 1),
        ("100/minute burst 20", 100, 60 * SECOND, 20),
        ("3 per 2 weeks burst 1", 3, 14 * 86_400 * SECOND, 1),
        (" 7 / 1 Day ", 7, 86_400 * SECOND, 7),
        ("1/ns", 1, 1, 1),
        ("1/us", 1, 1_000, 1),
        ("1/\u00b5s", 1, 1_000, 1),
        ("1/5m", 1, 300 * SECOND, 1),
        ("1/h", 1, 3_600 * SECOND, 1),
        ("1/hr", 1, 3_600 * SECOND, 1),
        ("2 per 3 hrs", 2, 3 * 3_600 * SECOND, 2),
        ("1/5mins", 1, 300 * SECOND, 1),
        ("10 per 30 secs", 10, 30 * SECOND, 10),
    ],
)
def test_a_quota_reads_like_a_sentence(text, limit, period, burst):
    assert Quota.parse(text) == Quota(limit, period, burst)


def test_units_of_time_are_in_nanoseconds():
    assert Quota.per_second(3) == Quota(3, SECOND)
    assert Quota.per_minute(3, burst=9) == Quota(3, 60 * SECOND, 9)
    assert Quota.per_hour(3) == Quota(3, 3_600 * SECOND)
    assert Quota.per_day(3) == Quota(3, 86_400 * SECOND)


@pytest.mark.parametrize(
    ("quota", "text"),
    [
        (Quota.per_minute(100), "100/minute"),
        (Quota(5, 900 * SECOND), "5 per 15 minutes"),
        (Quota(1, SECOND // 4), "1 per 250 milliseconds"),
        (Quota.per_second(10, burst=1), "10/second burst 1"),
        (Quota(1, 7 * 86_400 * SECOND), "1/week"),
    ],
)
def test_a_quota_is_written_in_its_largest_whole_unit(quota, text):
    assert str(quota) == text


SIZES = st.one_of(st.integers(1, 50), st.integers(1, 10**25))
PERIODS = st.one_of(SIZES, st.sampled_from([60 * SECOND, 86_400 * SECOND, 7 * 86_400 * SECOND]).map(lambda p: 3 * p))


@given(SIZES, PERIODS, st.none() | SIZES)
@settings(deadline=None)
def test_what_a_quota_writes_it_reads_back(limit, period, burst):
    quota = Quota(limit, period, burst)
    assert Quota.parse(str(quota)) == quota


@pytest.mark.parametrize(
    "text",
    ["", "100", "100/", "/s", "-1/s", "1.5/s", "1/1.5s", "10 s", "10/s burst", "10/s burst -1", "10/s 5", "1/s\n2/s"],
)
def test_anything_else_is_refused_by_name(text):
    with pytest.raises(ValueError, match="got") as caught:
        Quota.parse(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize("unit", ["month", "months", "year", "fortnight", "mss", "S5"])
def test_a_month_has_no_length(unit):
    with pytest.raises(ValueError, match="got"):
        Quota.parse(f"1/{unit}")


def test_the_units_are_listed_with_their_short_forms():
    with pytest.raises(ValueError, match="unit must be one of") as caught:
        Quota.parse("100/fortnight")
    assert str(caught.value) == (
        "unit must be one of week (w), day (d), hour (h, hr, hrs), minute (m, min, mins), second (s, sec, secs), "
        "millisecond (ms), microsecond (us, \u00b5s, \u03bcs), nanosecond (ns), got 'fortnight' in '100/fortnight'"
    )


@pytest.mark.parametrize(
    "text",
    [
        "10/s; 100/minute",
        "10/s,100/minute,1000/h",
        "10 per second and 100 per minute",
        "1/s\n2/s",
        "1/s|2/m",
        "1/s & 2/m",
    ],
)
def test_several_limits_are_answered_with_how_to_give_them(text):
    with pytest.raises(ValueError, match="several") as caught:
        Quota.parse(text)
    assert str(caught.value) == f"quota must be one limit, got several in {text!r}: use Quota.parse_many"


@pytest.mark.parametrize("text", [None, 5, b"1/s", Quota(1, 1), ["1/s"]])
def test_what_is_no_text_is_refused_in_our_words(text):
    with pytest.raises(TypeError) as caught:
        Quota.parse(text)
    assert str(caught.value) == f"quota must be text like '100/minute', got {text!r}"


@pytest.mark.parametrize("bad", [1.0, 60.5, "10", True, b"1", [1], float("nan")])
@pytest.mark.parametrize("name", ["limit", "period", "burst"])
def test_what_is_no_whole_number_is_refused_by_name(name, bad):
    with pytest.raises(TypeError) as caught:
        Quota(**({"limit": 1, "period": 1} | {name: bad}))
    assert str(caught.value) == f"{name} must be a whole number, got {bad!r}"


@pytest.mark.parametrize("name", ["limit", "period"])
def test_a_number_that_is_missing_is_no_whole_number(name):
    with pytest.raises(TypeError, match=f"{name} must be a whole number, got None"):
        Quota(**({"limit": 1, "period": 1} | {name: None}))


@pytest.mark.parametrize("bad", [0, -1])
@pytest.mark.parametrize("name", ["limit", "period", "burst"])
def test_a_number_below_one_is_refused_by_name_and_bound(name, bad):
    with pytest.raises(ValueError, match="at least 1") as caught:
        Quota(**({"limit": 1, "period": 1} | {name: bad}))
    assert str(caught.value) == f"{name} must be at least 1, got {bad!r}"


@pytest.mark.parametrize(("text", "what"), [("0/s", "limit"), ("1/0s", "period"), ("1/s burst 0", "burst")])
def test_zero_is_refused_in_words_too(text, what):
    with pytest.raises(ValueError, match=f"{what} must be at least 1, got 0"):
        Quota.parse(text)


def test_a_quota_is_a_value():
    quota = Quota(10, 60)
    assert quota == Quota(10, 60, 10)
    assert quota != Quota(10, 60, 9)
    assert hash(quota) == hash(Quota(limit=10, period=60, burst=10))
    assert repr(quota) == "Quota(limit=10, period=60, burst=10)"
    assert pickle.loads(pickle.dumps(quota)) == quota  # noqa: S301  its own bytes
    assert copy.deepcopy(quota) == quota
    with pytest.raises(AttributeError):
        quota.limit = 5


@pytest.mark.parametrize("text", ["9" * 5000 + "/s", "1/" + "9" * 5000 + "s", "1/s burst " + "9" * 5000])
def test_numbers_that_python_does_not_read_are_refused_in_our_words(text):
    with pytest.raises(ValueError, match="quota must have numbers that Python reads, got '"):
        Quota.parse(text)


@pytest.mark.parametrize("start", ["1/", "1 per ", "1", "1/s burst ", "1/s"])
def test_a_long_text_is_refused_in_a_time_that_grows_with_it(start):
    with pytest.raises(ValueError, match="quota must read like"):  # with the square of it, this takes hours
        Quota.parse(start + " " * 1_000_000 + "!")


def test_it_can_not_be_subclassed_and_says_what_to_do():
    with pytest.raises(TypeError, match=r"Quota can't be subclassed, .* let a class of your own have a quota"):

        class Plan(Quota):
            pass


def test_it_is_a_dataclass_of_three_numbers():
    quota = Quota(4, 60, 7)
    assert asdict(quota) == {"limit": 4, "period": 60, "burst": 7}
    assert Quota(**asdict(quota)) == replace(quota, limit=4) == copy.copy(quota) == quota
    assert copy.copy(quota).terms == pickle.loads(pickle.dumps(quota)).terms == quota.terms  # noqa: S301  its own bytes
    with pytest.raises(AttributeError):
        quota.other = 1


@pytest.mark.parametrize(
    "text", ["10/s; 100/minute;", "10/s\n\n100/minute", "10/s,and 100/minute", ";", "", " ", "1/s and"]
)
def test_where_one_of_several_is_left_out_the_text_is_shown(text):
    with pytest.raises(ValueError, match="quotas must read like") as caught:
        Quota.parse_many(text)
    assert str(caught.value).endswith(f"got {text!r}")
