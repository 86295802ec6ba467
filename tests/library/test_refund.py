"""Units are given back, and spent without asking: each meter as exact arithmetic over its whole past has it."""

import asyncio
import copy
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratelimit import (
    GCRA,
    AsyncMemoryLimiter,
    FixedWindow,
    LeakyBucket,
    MemoryLimiter,
    ObservedLimiter,
    Quota,
    SlidingLog,
    SlidingWindowCounter,
    TokenBucket,
)

WINDOWS = [FixedWindow, SlidingLog, SlidingWindowCounter]
BUCKETS = [TokenBucket, LeakyBucket, GCRA]
METERS = WINDOWS + BUCKETS
UNHURRIED = settings(max_examples=60, deadline=None)
every_meter = pytest.mark.parametrize("algorithm", METERS)


class Bucket:
    """What any of the three buckets lacks, in units."""

    def __init__(self, quota):
        self.quota, self.missing, self.then = quota, Fraction(0), 0

    def to(self, now):
        passed = Fraction((now - self.then) * self.quota.limit, self.quota.period)
        self.missing, self.then = max(Fraction(0), self.missing - passed), now

    def fits(self, cost):
        return self.missing + cost <= self.quota.burst

    def spend(self, cost):
        self.missing += cost

    def refund(self, cost):
        back = min(self.missing, cost)
        self.missing -= back
        return floor(back)

    def remaining(self):
        return max(0, floor(self.quota.burst - self.missing))

    def reset_after(self):
        return ceil(self.missing * self.quota.period / self.quota.limit)


class Log:
    """Units by the time at which they were granted, one entry each, newest last."""

    def __init__(self, quota):
        self.quota, self.units, self.now = quota, [], 0

    def to(self, now):
        self.now = now
        self.units = [time for time in self.units if time > now - self.quota.period]

    def fits(self, cost):
        return len(self.units) + cost <= self.quota.limit

    def spend(self, cost):
        self.units += [self.now] * cost

    def refund(self, cost):
        back = min(cost, len(self.units))
        self.units = self.units[: len(self.units) - back]
        return back

    def remaining(self):
        return max(0, self.quota.limit - len(self.units))

    def reset_after(self):
        return self.units[-1] + self.quota.period - self.now if self.units else 0


class Windows:
    """Units by window."""

    def __init__(self, quota):
        self.quota, self.now, self.units = quota, 0, {}

    def to(self, now):
        self.now = now

    def in_window(self, back=0):
        return self.units.get(self.now // self.quota.period - back, 0)

    def estimate(self):
        return self.in_window()

    def fits(self, cost):
        return self.estimate() + cost <= self.quota.limit

    def spend(self, cost):
        self.units[self.now // self.quota.period] = self.in_window() + cost

    def refund(self, cost):
        back = min(cost, self.in_window())
        self.spend(-back)
        return back

    def remaining(self):
        return max(0, floor(self.quota.limit - self.estimate()))

    def reset_after(self):
        return self.quota.period - self.now % self.quota.period if self.in_window() else 0


class TwoWindows(Windows):
    """Of the window before, the part that overlaps."""

    def estimate(self):
        left = self.quota.period - self.now % self.quota.period
        return self.in_window() + Fraction(self.in_window(1) * left, self.quota.period)

    def refund(self, cost):
        back = super().refund(cost)
        of_last = min(cost - back, self.in_window(1))
        self.units[self.now // self.quota.period - 1] = self.in_window(1) - of_last
        return back + of_last

    def reset_after(self):
        if self.in_window():
            return super().reset_after() + self.quota.period
        return self.quota.period - self.now % self.quota.period if self.in_window(1) else 0


MODELS = dict.fromkeys(BUCKETS, Bucket) | {
    SlidingLog: Log,
    FixedWindow: Windows,
    SlidingWindowCounter: TwoWindows,
}


def quotas(algorithm):
    numbers = st.integers(1, 9)
    return st.builds(Quota, numbers, numbers, numbers) if algorithm in BUCKETS else st.builds(Quota, numbers, numbers)


@st.composite
def histories(draw, algorithm):
    quota = draw(quotas(algorithm))
    costs = st.integers(1, quota.burst)
    call = st.tuples(st.sampled_from(["take", "take", "refund", "charge"]), st.integers(0, 6), costs)
    return quota, draw(st.lists(call, max_size=25))


def wait(model, cost):
    """Return the ticks until the cost fits, found by looking at each in turn."""
    ticks = 0
    while not model.fits(cost):
        ticks += 1
        model.to(model.now + 1 if hasattr(model, "now") else model.then + 1)
    return ticks


@every_meter
@UNHURRIED
@given(data=st.data())
def test_each_answer_is_that_of_exact_arithmetic(algorithm, data):
    quota, calls = data.draw(histories(algorithm))
    meter, model, now = algorithm(quota), MODELS[algorithm](quota), 0
    for name, passed, cost in calls:
        now += passed
        model.to(now)
        if name == "charge":
            meter.charge(now, cost * 3)
            model.spend(cost * 3)
        elif name == "refund":
            assert meter.refund(now, cost) == model.refund(cost)
        else:
            assert meter.take(now, cost) == wait(copy.deepcopy(model), cost)
            if model.fits(cost):
                model.spend(cost)
        assert meter.level(now) == (model.remaining(), model.reset_after())
        full = copy.deepcopy(meter).decide(now, 1)
        assert full.remaining == max(0, model.remaining() - full.allowed)


@every_meter
@UNHURRIED
@given(data=st.data())
def test_a_refund_at_once_undoes_a_take(algorithm, data):
    quota, calls = data.draw(histories(algorithm))
    meter, now = algorithm(quota), 0
    for name, passed, cost in calls:
        now += passed
        getattr(meter, name)(now, cost)
        undone = copy.deepcopy(meter)
        if undone.take(now, cost) == 0:
            assert undone.refund(now, cost) == cost
            for later in range(now, now + 3 * quota.period):
                assert undone.level(later) == meter.level(later)
                assert copy.deepcopy(undone).take(later, cost) == copy.deepcopy(meter).take(later, cost)


@every_meter
def test_a_key_is_never_better_than_fresh(algorithm):
    meter = algorithm(Quota(5, 10))
    assert meter.refund(0, 5) == 0
    assert meter.level(0) == (5, 0)
    meter.take(3, 2)
    assert meter.refund(3, 4) == 2
    assert meter.level(3) == (5, 0)
    assert meter.refund(1000, 5) == 0


@every_meter
def test_a_refund_pays_debts_first(algorithm):
    meter = algorithm(Quota(5, 10))
    meter.charge(0, 12)
    assert meter.level(0).remaining == 0
    assert [meter.refund(0, 5), meter.level(0).remaining] == [5, 0]
    assert [meter.refund(0, 5), meter.level(0).remaining] == [5, 3]


@every_meter
def test_a_time_behind_the_clock_counts_as_the_clock(algorithm):
    meter, same = algorithm(Quota(5, 10)), algorithm(Quota(5, 10))
    for each in (meter, same):
        assert each.take(7, 3) == 0
    assert meter.refund(2, 2) == same.refund(7, 2) == 2
    assert [meter.level(at) for at in range(7, 30)] == [same.level(at) for at in range(7, 30)]


@every_meter
@pytest.mark.parametrize("call", ["refund", "charge"])
def test_a_cost_below_one_changes_nothing(algorithm, call):
    meter = algorithm(Quota(5, 10))
    meter.take(0, 3)
    for cost, error in ((0, ValueError), (-1, ValueError), (1.0, TypeError), (True, TypeError), ("1", TypeError)):
        with pytest.raises(error, match="cost must be"):
            getattr(meter, call)(0, cost)
    assert meter.level(0).remaining == 2


@every_meter
def test_neither_has_an_upper_bound(algorithm):
    meter = algorithm(Quota(5, 10))
    meter.take(0, 3)
    assert meter.refund(0, 10**30) == 3
    meter.charge(0, 10**30)
    assert meter.level(0).remaining == 0
    assert meter.refund(0, 10**30) == 10**30
    assert meter.level(0) == (5, 0)


class Dial:
    now = 0

    def __call__(self):
        return self.now


@every_meter
@UNHURRIED
@given(data=st.data())
def test_a_limiter_answers_as_the_meter_and_forgets_what_is_fresh(algorithm, data):
    quota, calls = data.draw(histories(algorithm))
    dial = Dial()
    limiter, meter = MemoryLimiter(algorithm, quota, dial), algorithm(quota)
    for name, passed, cost in calls:
        dial.now += passed
        if name == "take":
            assert limiter.allow("key", cost) is (meter.take(dial.now, cost) == 0)
        else:
            assert getattr(limiter, name)("key", cost) == getattr(meter, name)(dial.now, cost)
        assert limiter.peek("key").remaining == meter.level(dial.now).remaining
        for _ in range(2):  # as many calls as there are keys
            limiter.allow("other")
        assert len(limiter) - 1 == (meter.level(dial.now).reset_after > 0)


def test_refund_of_a_key_that_is_not_held_adds_none():
    limiter = MemoryLimiter(TokenBucket, Quota.parse("5/day"))
    assert limiter.refund("key", 2) == 0
    assert limiter.refund("key", 6) == 0
    assert len(limiter) == 0


def test_a_key_that_a_refund_makes_fresh_is_forgotten_at_once():
    limiter = MemoryLimiter(SlidingLog, Quota.parse("5/day"))
    limiter.hit("key", 2)
    assert limiter.refund("key", 2) == 2
    assert len(limiter) == 0


def test_a_key_that_owes_is_refused_until_it_does_not():
    dial = Dial()
    limiter = MemoryLimiter(TokenBucket, Quota.per_second(10), dial)
    limiter.charge("key", 25)
    assert limiter.hit("key") == (False, 0, 1_600_000_000, 2_500_000_000, 0)
    dial.now += 1_600_000_000
    assert limiter.allow("key")


def test_an_algorithm_without_refund_is_named():
    class Plain:
        def __init__(self, quota):
            self.meter = TokenBucket(quota)
            self.take, self.level = self.meter.take, self.meter.level

    limiter = MemoryLimiter(Plain, Quota.parse("5/day"))
    limiter.hit("key")
    for call in (limiter.refund, limiter.charge):
        with pytest.raises(TypeError, match="algorithm must have refund and charge, as TokenBucket has, got Plain"):
            call("key")


def test_wrappers_pass_both_on():
    observed = ObservedLimiter(MemoryLimiter(TokenBucket, Quota.parse("5/day")), lambda *_: None)
    observed.charge("key", 4)
    assert observed.refund("key", 3) == 3
    assert observed.peek("key").remaining == 4


def test_asyncio_has_both():
    async def main():
        limiter = AsyncMemoryLimiter(TokenBucket, Quota.parse("5/day"))
        await limiter.charge("key", 4)
        assert await limiter.refund("key", 3) == 3
        assert (await limiter.peek("key")).remaining == 4

    asyncio.run(main())
