"""`next_after`: spend all that remains now, then wait for one more."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratelimit import AsyncMemoryLimiter, FixedWindow, Keys, MemoryLimiter, Quota, TokenBucket
from tests.library.test_limits import METERS, WINDOWS, Dial, calls, limiter_of, members

UNHURRIED = settings(max_examples=200, deadline=None)
small = st.tuples(st.integers(1, 9), st.integers(1, 24), st.integers(1, 9))


def by_spending(meter, now):
    """Do what the definition says, on a copy."""
    meter = copy.deepcopy(meter)
    remaining = meter.level(now).remaining
    if remaining:
        assert meter.take(now, remaining) == 0
    return meter.take(now)


@pytest.mark.parametrize("algorithm", METERS)
def test_a_meter_tells_what_spending_would(algorithm):
    @UNHURRIED
    @given(small, calls, st.booleans())
    def agree(numbers, calls, big):
        limit, period, burst = numbers
        quota = Quota(limit, period * (10**17 + 3 if big else 1), limit if algorithm in WINDOWS else burst)
        meter, now = algorithm(quota), 0
        for name, passed, cost in calls:
            now += passed * (quota.period // 7 if big else 1)
            getattr(meter, name)(now, min(cost, quota.burst))
            for later in (now, now + 1, now + quota.period // 3, now + 2 * quota.period):
                assert meter.next_after(later) == by_spending(meter, later)

    agree()


@UNHURRIED
@given(members(), calls)
def test_a_limiter_tells_it_of_each_limit_and_of_all_together(limits, calls):
    dial = Dial()
    plain = limiter_of(limits, dial)
    telling = MemoryLimiter(
        [algorithm for algorithm, _ in limits], [quota for _, quota in limits], dial, next_after=True
    )
    meters = [algorithm(quota) for algorithm, quota in limits]
    most = min(quota.burst for _, quota in limits)
    for name, passed, cost in calls:
        dial.now = now = dial.now + passed
        cost = min(cost, most)  # noqa: PLW2901
        if name != "take":
            for each in (plain, telling):
                getattr(each, name)("key", cost)
            for meter in meters:
                getattr(meter, name)(now, cost)
            continue
        if all(copy.deepcopy(meter).take(now, cost) == 0 for meter in meters):
            for meter in meters:
                meter.take(now, cost)
        decision = telling.hit("key", cost)
        assert decision == plain.hit("key", cost)
        assert decision.levels == plain.peek("key").levels
        for answer in (decision, telling.peek("key")):
            assert answer.next_afters == tuple(by_spending(meter, now) for meter in meters)
            remaining = min(meter.level(now).remaining for meter in meters)
            spent = copy.deepcopy(meters)
            for meter in spent:
                assert not remaining or meter.take(now, remaining) == 0
            assert answer.next_after == max(meter.take(now) for meter in spent)


def test_a_refused_request_of_one_unit_is_told_its_wait():
    for algorithm in METERS:
        limiter = MemoryLimiter(algorithm, Quota(3, 100), lambda: 7, next_after=True)
        limiter.hit("key", 3)
        refused = limiter.hit("key")
        assert refused.next_after == refused.retry_after > 0


@pytest.mark.parametrize("algorithm", METERS)
def test_in_another_quota_it_is_what_spending_there_would_tell(algorithm):
    own, more = Quota(3, 100), Quota(6, 100)
    for now in (0, 3, 17, 40, 60, 99, 300):
        for quota in (own, more):
            dial = Dial()
            limiter = MemoryLimiter(algorithm, own, dial, next_after=True)
            limiter.hit("key", 5, quota=more)
            dial.now = now
            told = limiter.peek("key", quota=quota)
            if told.remaining:
                limiter.hit("key", told.remaining, quota=quota)
            refused = limiter.hit("key", quota=quota)
            assert told.next_after == refused.retry_after == refused.next_after


def test_only_who_asks_is_told():
    decision = MemoryLimiter(TokenBucket, Quota.per_day(3)).hit("key")
    for name in ("next_after", "next_afters"):
        with pytest.raises(AttributeError, match="only a limiter that is made with next_after=True"):
            getattr(decision, name)
    several = MemoryLimiter(TokenBucket, Quota.parse_many("3/day; 1/hour")).hit("key")
    with pytest.raises(AttributeError, match="only a limiter that is made with next_after=True"):
        _ = several.next_after


def test_different_keys_and_asyncio_are_told_too():
    dial = Dial()
    quotas = [Quota(2, 100), Quota(3, 300)]
    limiter = MemoryLimiter(FixedWindow, quotas, dial, next_after=True)
    assert limiter.hit(Keys("a", "all"), 2).next_afters == (100, 300)
    assert limiter.peek(Keys("b", "all")).next_after == 300
    coroutine = AsyncMemoryLimiter(FixedWindow, quotas, dial, next_after=True).hit("key")
    with pytest.raises(StopIteration) as ended:
        coroutine.send(None)
    assert ended.value.value.next_after == 100


def test_a_meter_that_cannot_tell_is_refused():
    class Plain:
        def __init__(self, quota): ...

        def take(self, now, cost=1): ...

        def level(self, now): ...

    with pytest.raises(TypeError, match="algorithm must have next_after, as TokenBucket has, got Plain"):
        MemoryLimiter(Plain, Quota.per_day(1), next_after=True)
