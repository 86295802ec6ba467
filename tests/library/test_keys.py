"""Limits of different keys in one decision: this user, and everybody together."""

import copy
import pickle
from threading import Barrier, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratelimit import AsyncMemoryLimiter, FixedWindow, Keys, MemoryLimiter, Quota, TokenBucket
from tests.library.test_limits import Dial, limiter_of, members

USER_AND_ALL = Quota.parse_many("3/day; 5 per 2 days")
names = st.sampled_from("abc")
calls = st.lists(
    st.tuples(
        st.sampled_from(["hit"] * 4 + ["allow", "refund", "charge", "reset"]),
        st.lists(names, min_size=4, max_size=4) | names,
        st.integers(0, 6),
        st.integers(1, 8),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(members(4).filter(lambda limits: len(limits) > 1), calls)
def test_each_limit_counts_for_its_own_key(limits, calls):
    """The model is a meter for each limit and key; a key by itself stands for itself in each limit."""
    dial, meters = Dial(), {}
    limiter = limiter_of(limits, dial)
    most = min(quota.burst for _, quota in limits)
    for name, asked, passed, cost in calls:
        dial.now = now = dial.now + passed
        cost = min(cost, most)  # noqa: PLW2901
        keys = [asked] * len(limits) if isinstance(asked, str) else asked[: len(limits)]
        given_key = asked if isinstance(asked, str) else Keys(*keys)
        places = [*enumerate(keys)]
        for number, key in places:
            algorithm, quota = limits[number]
            meters.setdefault((number, key), algorithm(quota))
        own = [meters[place] for place in places]
        if name == "reset":
            for number, key in places:
                algorithm, quota = limits[number]
                meters[number, key] = algorithm(quota)
            limiter.reset(given_key)
        elif name in ("refund", "charge"):
            units = [getattr(meter, name)(now, cost) for meter in own]
            assert getattr(limiter, name)(given_key, cost) == (min(units) if name == "refund" else None)
        else:
            waits = [copy.deepcopy(meter).take(now, cost) for meter in own]
            if not any(waits):
                for meter in own:
                    meter.take(now, cost)
            answer = getattr(limiter, name)(given_key, cost)
            assert bool(answer) == (not any(waits))
            if name == "hit":
                assert answer.retry_after == max(waits)
                assert answer.levels == tuple(meter.level(now) for meter in own)
        assert limiter.peek(given_key).levels == tuple(meters[place].level(now) for place in places)


def test_a_user_is_refused_when_everybody_together_has_spent_all():
    limiter = MemoryLimiter(TokenBucket, USER_AND_ALL)
    assert [limiter.allow(Keys(user, "all")) for user in "aaaabbb"] == [True] * 3 + [False] + [True] * 2 + [False]
    refused = limiter.hit(Keys("c", "all"))
    assert refused.binding == 1
    assert [level.remaining for level in refused.levels] == [3, 0]
    assert limiter.hit(Keys("a", "other")).binding == 0


def test_two_limits_may_be_alike():
    limiter = MemoryLimiter(TokenBucket, [Quota.per_day(2), Quota.per_day(2)])
    pairs = [("1.2.3.4", "ann"), ("1.2.3.4", "bob"), ("1.2.3.4", "cid"), ("5.6.7.8", "ann"), ("5.6.7.8", "ann")]
    decisions = [limiter.hit(Keys(*pair)) for pair in pairs]
    assert [decision.allowed for decision in decisions] == [True, True, False, True, False]
    assert [decision.binding for decision in decisions[2:]] == [0, 1, 1]


def test_what_several_keys_spend_together_makes_the_wait_of_one_of_them_longer():
    limiter = MemoryLimiter(TokenBucket, [Quota(2, 20), Quota(1, 10)], Dial())
    assert [limiter.hit("ann").retry_after for _ in range(2)] == [0, 10]
    assert limiter.allow(Keys("ann", "all"))  # ann's last unit of the first limit
    assert [limiter.hit("ann").retry_after for _ in range(2)] == [10, 10]
    limiter.charge(Keys("ann", "all"))
    assert limiter.hit("ann").retry_after == 20


def test_no_key_is_left_by_an_error_and_none_for_long_by_a_refusal():
    dial = Dial()
    limiter = MemoryLimiter(TokenBucket, [Quota(3, 100), Quota(5, 100)], dial)
    for cost, error in ((0, ValueError), (4, ValueError), (1.5, TypeError)):
        with pytest.raises(error, match="cost must be"):
            limiter.hit(Keys("a", "b"), cost)
        assert len(limiter) == 0
    with pytest.raises(TypeError, match="unhashable"):
        limiter.hit(Keys("a", []))
    assert len(limiter) == 0
    assert limiter.hit(Keys("a", "all"), 3)
    assert limiter.hit(Keys("b", "all"), 2)
    assert not limiter.hit(Keys("new", "all"))
    for _ in range(4):
        limiter.allow("a")
    assert len(limiter) == 3
    limiter.peek(Keys("x", "y"))
    limiter.refund(Keys("x", "y"))
    limiter.reset(Keys("x", "y"))
    assert len(limiter) == 3


def test_a_fresh_key_is_dropped_within_as_many_calls_as_there_are_keys():
    dial = Dial()
    limiter = MemoryLimiter(FixedWindow, [Quota(3, 10), Quota(1000, 10)], dial)
    for number in range(700):  # more than one dict of the table
        limiter.hit(Keys(number, "all"))
    assert len(limiter) == 701
    dial.now = 10
    for number in range(701):
        limiter.allow(Keys(f"{number}", "all"))
    dial.now = 20
    held = len(limiter)
    for _ in range(held):
        limiter.allow(Keys("one", "all"))
    assert len(limiter) <= 2


def test_after_a_refund_or_reset_a_fresh_key_is_dropped():
    dial = Dial()
    limiter = MemoryLimiter(TokenBucket, [Quota(3, 100), Quota(5, 100)], dial)
    for call in (lambda keys: limiter.refund(keys, 2), limiter.reset):
        limiter.hit(Keys("a", "all"), 2)
        call(Keys("a", "all"))
        for _ in range(2):
            limiter.allow("z")
        assert len(limiter) == 1
        limiter.reset("z")


@pytest.mark.parametrize(("quotas", "keys"), [(USER_AND_ALL[:1], Keys("a", "b")), (USER_AND_ALL, Keys("a", "b", "c"))])
def test_as_many_keys_as_limits(quotas, keys):
    limiter = MemoryLimiter(TokenBucket, quotas)
    wrong = rf"keys must be one for each limit, {len(quotas)}, got {len(quotas) + 1}: Keys\("
    for call in (limiter.hit, limiter.allow, limiter.peek, limiter.refund, limiter.charge, limiter.reset):
        with pytest.raises(ValueError, match=wrong):
            call(keys)
    with pytest.raises(ValueError, match=wrong):
        limiter.hit_many([keys])
    assert len(limiter) == 0


def test_keys_are_one_at_least_and_many_are_several():
    with pytest.raises(ValueError, match="Keys must be at least one, one for each limit, got none"):
        Keys()
    limiter = MemoryLimiter(TokenBucket, USER_AND_ALL)
    with pytest.raises(TypeError, match=r"keys must be several, got the one Keys\('a', 'b'\)"):
        limiter.hit_many(Keys("a", "b"))
    assert [each.remaining for each in limiter.hit_many([Keys("a", "all"), Keys("b", "all"), "all"])] == [2, 2, 2]


def test_keys_of_one_stand_for_that_key_in_a_limiter_of_one_limit():
    now = Dial()
    one, twin = (MemoryLimiter(TokenBucket, [Quota(5, 50)], now, next_after=True) for _ in range(2))
    other, ann = Quota(9, 50), Keys("ann")
    calls = [
        ("hit", 2, None), ("allow", 1, None), ("hit", 4, other), ("hit", 1, None), ("allow", 1, None), ("refund", 3),
        ("charge", 7), ("hit", 1, other), ("peek", other), ("peek",), ("refund", 9), ("hit", 1, None),
    ]  # fmt: skip
    for passed in (0, 1, 100):
        now.now += passed
        for name, *rest in calls:
            assert getattr(one, name)(ann, *rest) == getattr(twin, name)("ann", *rest)
            assert one.peek("ann") == twin.peek("ann")
            assert one.hit_many([ann, "bob"], 1) == twin.hit_many(["ann", "bob"], 1)
    assert len(one) == len(twin) == 2
    one.reset(ann)
    assert len(one) == 1


def test_keys_can_be_read():
    keys = Keys("ann", 7)
    assert (list(keys), len(keys)) == (["ann", 7], 2)


def test_a_tuple_is_one_key():
    limiter = MemoryLimiter(TokenBucket, USER_AND_ALL)
    limiter.hit(("a", "all"), 3)
    assert limiter.hit(Keys("a", "all"), 3)
    assert Keys("a", "all") != ("a", "all")


def test_a_limiter_of_one_limit_takes_tuples_as_keys_but_not_these():
    limiter = MemoryLimiter(TokenBucket, Quota.per_day(1))
    assert limiter.allow(("a", "b"))
    for other in (None, Quota.per_day(5)):
        with pytest.raises(ValueError, match="keys must be one for each limit, 1, got 2"):
            limiter.hit(Keys("a", "b"), quota=other)
    assert len(limiter) == 1


def test_keys_can_be_shown_and_copied():
    keys = Keys("ann", ("all", 1))
    assert repr(keys) == "Keys('ann', ('all', 1))"
    assert pickle.loads(pickle.dumps(keys)) == copy.deepcopy(keys) == keys  # noqa: S301  what it has just made


def test_threads_spend_neither_too_much_nor_too_little():
    limiter = MemoryLimiter(TokenBucket, Quota.parse_many("30/day; 100/day"))
    ready, granted = Barrier(8), []

    def ask(user):
        ready.wait()
        granted.append(sum(limiter.allow(Keys(user, "all")) for _ in range(60)))

    threads = [Thread(target=ask, args=["abcdefgh"[number // 2]]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == 100
    assert limiter.peek("all").levels[1].remaining == 0
    assert sum(30 - limiter.peek(user).levels[0].remaining for user in "abcd") == 100


def test_asyncio_takes_them_too():
    limiter = AsyncMemoryLimiter(TokenBucket, USER_AND_ALL)
    coroutine = limiter.hit(Keys("a", "all"), 2)
    with pytest.raises(StopIteration) as ended:
        coroutine.send(None)
    assert [level.remaining for level in ended.value.value.levels] == [1, 3]


def test_hit_many_hits_nothing_if_it_raises():
    limiter = MemoryLimiter(TokenBucket, [Quota(3, 10), Quota(5, 10)], lambda: 0)
    with pytest.raises(ValueError, match="keys must be one for each limit, 2, got 3"):
        limiter.hit_many(["ann", Keys("a", "b", "c")])
    assert len(limiter) == 0


def test_hit_many_of_no_keys_raises_for_a_wrong_cost_or_quota_too():
    limiter = MemoryLimiter(TokenBucket, Quota(3, 10), lambda: 0)
    assert limiter.hit_many([]) == []
    for cost, quota in ((0, None), (4, None), (1.5, None), (1, "x"), (6, Quota(5, 10))):
        with pytest.raises((ValueError, TypeError), match="must be"):
            limiter.hit_many([], cost, quota)
    assert limiter.hit_many([], 4, Quota(5, 10)) == []
