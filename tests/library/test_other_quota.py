"""What a key has spent counts in whichever quota a call gives: compared with an exact model, and by its laws."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle, islice
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratelimit import (
    GCRA,
    Decision,
    FixedWindow,
    LeakyBucket,
    MemoryLimiter,
    Quota,
    SlidingLog,
    SlidingWindowCounter,
    TokenBucket,
    sharded_table,
)

BUCKETS = [TokenBucket, LeakyBucket, GCRA]
WINDOWS = [FixedWindow, SlidingLog, SlidingWindowCounter]
ALL = [*BUCKETS, *WINDOWS]
every_bucket = pytest.mark.parametrize("algorithm", BUCKETS)
every_window = pytest.mark.parametrize("algorithm", WINDOWS)
every_algorithm = pytest.mark.parametrize("algorithm", ALL)
DAY = 86_400_000_000_000  # ns


class Dial:
    def __init__(self, now=0):
        self.now = now

    def __call__(self):
        return self.now


@every_algorithm
@pytest.mark.parametrize("cost", [0, -1, 1.0, True, "1"])
def test_a_charge_that_raises_leaves_what_a_key_has_spent_in_another_quota(algorithm, cost):
    dial = Dial()
    limiter = MemoryLimiter(algorithm, Quota(1, 1000), clock=dial)
    assert limiter.allow("key", 2, quota=Quota(2, 1000))
    dial.now = 5000  # by then, the key is fresh
    with pytest.raises((ValueError, TypeError)):
        limiter.charge("key", cost)
    dial.now = 1  # a call that raises doesn't move the clock
    assert not limiter.allow("key")


@dataclass
class ExactBucket:
    """Missing units as a fraction, which come back at the rate of the quota of the last grant."""

    quota: Quota
    missing: Fraction = Fraction(0)
    clock: int = 0

    def missing_at(self, now):
        return max(Fraction(0), self.missing - (now - self.clock) * Fraction(self.quota.limit, self.quota.period))

    def charge(self, now, cost, own):
        missing = self.missing_at(now)
        self.quota = self.quota if missing else own
        self.missing, self.clock = missing + cost, now

    def refund(self, now, cost):
        self.missing, self.clock = max(Fraction(0), self.missing_at(now) - cost), now

    def ask(self, now, cost, quota, spend=True):  # noqa: FBT002
        """Return the decision, without its delay."""
        missing = self.missing_at(now)
        rate = Fraction(quota.limit, quota.period)
        own_rate = Fraction(self.quota.limit, self.quota.period)
        over = missing + cost - quota.burst
        if over > 0:
            return False, max(0, floor(quota.burst - missing)), ceil(over / own_rate), ceil(missing / own_rate)
        if not spend:
            return True, floor(quota.burst - missing), 0, ceil(missing / own_rate)
        if rate != own_rate:
            part = stored_part(quota)
            missing = ceil(missing / part) * part
        self.quota, self.missing, self.clock = quota, missing + cost, now
        reset_after = ceil(self.missing * quota.period / quota.limit)
        return True, floor(quota.burst - self.missing), 0, reset_after


def stored_part(quota):
    """The least part of a unit that is stored: a limiter on Redis counts microseconds."""
    tick = 1000 if quota.period % 1000 == 0 else 1
    return Fraction(1, Fraction(quota.limit, quota.period // tick).denominator)


numbers = st.sampled_from((1, 2, 3, 7, 10, 97, 1000, 100_000, 999_983, 60_000_000_000, DAY))
quotas = st.builds(Quota, numbers, numbers, st.sampled_from((1, 2, 3, 10, 97, 2000)))
moves = st.sampled_from(("none", "tick", "due", "early", "part", "idle"))
calls = st.lists(
    st.tuples(
        moves,
        st.integers(0, 3),
        st.integers(1, 5),
        st.booleans(),
        st.sampled_from((None, None, None, "charge", "refund")),
    ),
    max_size=25,
)


def later(dial, move, decision, quota):
    return (
        dial.now
        + {
            "none": 0,
            "tick": 1,
            "due": decision[2],
            "early": max(0, decision[2] - 1),
            "part": quota.period * 3 // 7,
            "idle": decision[3],
        }[move]
    )


@every_bucket
@given(plans=st.lists(quotas, min_size=2, max_size=4), start=st.sampled_from((0, 5, 10**18)), events=calls)
@settings(deadline=None, max_examples=150)
def test_every_answer_is_the_exact_models(algorithm, plans, start, events):
    dial, own = Dial(start), plans[0]
    limiter, model = MemoryLimiter(algorithm, own, dial), ExactBucket(own)
    told = (True, 0, 0, 0)
    for move, number, divisor, named, other in events:
        quota = plans[number % len(plans)]
        dial.now = later(dial, move, told, quota)
        cost = max(1, quota.burst // divisor)
        given_quota = quota if named or quota != own else None
        if other == "charge":
            limiter.charge("key", cost * 2)
            model.charge(dial.now, cost * 2, own)
        elif other == "refund":
            limiter.refund("key", 1)
            model.refund(dial.now, 1)
        peeked = limiter.peek("key", quota=given_quota)
        assert peeked[:4] == model.ask(dial.now, 1, quota, spend=False)
        hit = limiter.hit("key", cost, quota=given_quota)
        told = model.ask(dial.now, cost, quota)
        assert hit[:4] == told
        assert algorithm is LeakyBucket or hit.delay == peeked.delay == 0
        if hit and algorithm is LeakyBucket:
            assert hit.delay == ceil((model.missing - cost) * quota.period / quota.limit)
            assert not peeked or peeked.delay == hit.delay


@every_algorithm
@given(data=st.data())
@settings(deadline=None, max_examples=100)
def test_never_more_is_granted_than_the_looser_of_all_would(algorithm, data):
    """... asked for just the same: each quota's rate and burst is at most that of the looser one."""
    limits = data.draw(st.lists(st.integers(1, 50), min_size=2, max_size=4))
    if algorithm in WINDOWS:
        plans = [Quota(limit, 40) for limit in limits]
    else:
        plans = [Quota(limit, data.draw(st.integers(20, 60)), data.draw(st.integers(1, 50))) for limit in limits]
    rate = max(Fraction(plan.limit, plan.period) for plan in plans)
    burst = max(plan.burst for plan in plans)
    looser = Quota(burst, 40) if algorithm in WINDOWS else Quota(rate.numerator, rate.denominator, burst)
    dial = Dial()
    limiter, loose = MemoryLimiter(algorithm, plans[0], dial), MemoryLimiter(algorithm, looser, dial)
    steps = st.tuples(st.sampled_from((0, 0, 1, 3, 20, 45)), st.sampled_from(plans), st.integers(1, 50))
    for step, plan, most in data.draw(st.lists(steps, max_size=60)):
        dial.now += step
        cost = min(most, plan.burst)
        if limiter.allow("key", cost, quota=plan):
            assert loose.allow("key", cost)


@every_algorithm
def test_going_back_and_forth_at_one_time_mints_nothing(algorithm):
    plans = [Quota(limit, DAY) for limit in (7, 2000, 200, 31, 1000)]
    limiter = MemoryLimiter(algorithm, plans[0], Dial(5 * DAY))
    granted = sum(limiter.allow("key", quota=plan) for plan in islice(cycle(plans), 20_000))
    assert granted == 2000
    assert not any(limiter.allow("key", quota=plan) for plan in plans)


@every_algorithm
def test_four_plans_in_turn_are_not_four_limits(algorithm):
    plans = [Quota(limit, DAY) for limit in (21, 15, 16, 10)]
    limiter = MemoryLimiter(algorithm, plans[0], Dial(5 * DAY))
    assert sum(limiter.allow("key", quota=plan) for plan in plans for _ in range(30)) == 21


@every_algorithm
def test_a_limit_that_is_lowered_counts_what_was_spent(algorithm):
    limiter = MemoryLimiter(algorithm, Quota.per_day(2000), Dial(5 * DAY))
    lower = Quota.per_day(200)
    assert limiter.allow("key", 1900)
    assert not limiter.allow("key", quota=lower)
    assert limiter.hit("key", quota=lower).remaining == 0
    assert limiter.peek("key").remaining == 100


@every_algorithm
def test_a_plan_that_is_upgraded_grants_the_difference_at_once(algorithm):
    limiter = MemoryLimiter(algorithm, Quota.per_day(10), Dial(5 * DAY))
    assert limiter.allow("key", 10)
    assert not limiter.allow("key")
    assert limiter.hit("key", 30, quota=Quota.per_day(100)).remaining == 60


@every_algorithm
@given(data=st.data())
@settings(deadline=None, max_examples=100)
def test_a_wait_in_another_quota_is_exact_and_a_refusal_or_a_look_there_changes_no_answer(algorithm, data):
    plans = [Quota(limit, 1000) for limit in data.draw(st.lists(st.integers(1, 40), min_size=2, max_size=4))]
    dial = Dial(777)
    limiter, twin = (MemoryLimiter(algorithm, plans[0], dial) for _ in range(2))
    steps = st.tuples(st.integers(0, 700), st.sampled_from(plans), st.integers(1, 40))
    for step, plan, most in data.draw(st.lists(steps, min_size=1, max_size=20)):
        dial.now += step
        for other in plans:
            limiter.peek("key", quota=other)
            if limiter.peek("key", quota=other).remaining < other.burst:
                assert not limiter.allow("key", other.burst, quota=other)
        cost = min(most, plan.burst)
        told = limiter.hit("key", cost, quota=plan)
        assert told == twin.hit("key", cost, quota=plan)
        if not told:
            dial.now += told.retry_after - 1
            assert not limiter.allow("key", cost, quota=plan)
            dial.now += 1
            assert limiter.hit("key", cost, quota=plan) == twin.hit("key", cost, quota=plan)
            assert not twin.allow("key", plan.burst, quota=plan)


@every_algorithm
def test_a_key_is_fresh_in_all_quotas_at_once_and_forgotten_then(algorithm, monkeypatch):
    monkeypatch.setattr(sharded_table, "UNSHARDED", 2)
    monkeypatch.setattr(sharded_table, "SHARDS", 3)
    slow = Quota(1, 10**9) if algorithm in BUCKETS else Quota(1, 1000)
    fast = Quota(5, 1000)
    for first, second in ((slow, fast), (fast, slow)):
        dial = Dial()
        limiter = MemoryLimiter(algorithm, first, dial)
        for key in range(5):
            assert limiter.allow(key)
            assert limiter.allow(key, quota=fast)
            assert limiter.peek(key, quota=slow)[3:] == limiter.peek(key, quota=fast)[3:]
        dial.now = limiter.peek(0).reset_after - 1
        for _ in range(20):
            limiter.peek(0)
            limiter.allow("other", quota=second)
        assert len(limiter) == 6  # no key is forgotten before it is fresh
        dial.now += 1
        for _ in range(6):
            limiter.allow("other", quota=second)
        assert len(limiter) == 1


@every_algorithm
def test_a_key_that_comes_back_to_the_limiters_own_quota_is_asked_as_before(algorithm):
    dial = Dial()
    limiter = MemoryLimiter(algorithm, Quota(10, 1000), dial)
    assert limiter.allow("key", 20, quota=Quota(20, 1000))
    assert not limiter.hit("key")
    assert not limiter.allow("key")
    dial.now += limiter.hit("key").retry_after
    assert limiter.hit("key")
    assert limiter.allow("other")
    assert len(limiter) == 2


@every_algorithm
def test_hits_of_several_keys_and_a_quota_equal_to_the_limiters(algorithm):
    limiter = MemoryLimiter(algorithm, Quota(2, DAY), Dial(DAY))
    assert [hit.remaining for hit in limiter.hit_many(["a", "b", "a"], quota=Quota(5, DAY))] == [4, 4, 3]
    assert [hit.allowed for hit in limiter.hit_many(["a", "b", "a"], quota=Quota(2, DAY))] == [False, True, False]
    assert limiter.peek("new", quota=Quota(7, DAY)) == Decision(True, 7, 0, 0, 0)  # noqa: FBT003
    assert len(limiter) == 2


@every_algorithm
def test_a_quota_that_could_not_be_the_limiters_is_refused_and_leaves_no_trace(algorithm):
    limiter = MemoryLimiter(algorithm, Quota.per_minute(100))
    other = Quota.per_minute(10)
    for call in (limiter.allow, limiter.hit):
        for never in (0, -1, 11):
            with pytest.raises(ValueError, match=f"cost must be from 1 to 10, got {never}"):
                call("key", never, quota=other)
        with pytest.raises(TypeError, match=r"cost must be an int, got 1\.5"):
            call("key", 1.5, quota=other)
        with pytest.raises(TypeError, match="quota must be a Quota, got '10/minute'"):
            call("key", quota="10/minute")
        with pytest.raises(ValueError, match="if seconds are meant, write"):
            call("key", quota=Quota(100, 60))
    for quota in (60, [], (100, 60)):
        with pytest.raises(TypeError, match="quota must be a Quota, got"):
            limiter.peek("key", quota=quota)
    assert len(limiter) == 0
    limiter.allow("key")
    for never in (0, 11):
        with pytest.raises(ValueError, match=f"cost must be from 1 to 10, got {never}"):
            limiter.hit("key", never, quota=other)
    assert limiter.peek("key").remaining == 99


@every_window
def test_a_window_can_change_its_limit_but_not_its_period(algorithm):
    limiter = MemoryLimiter(algorithm, Quota.per_minute(100))
    for call in (limiter.allow, limiter.hit, limiter.peek):
        with pytest.raises(ValueError, match=r"period must be the limiter's own, 60000000000, .* got 3600000000000"):
            call("key", quota=Quota.per_hour(100))
        with pytest.raises(ValueError, match="burst must be the limit of 100"):
            call("key", quota=Quota.per_minute(100, burst=5))
    assert len(limiter) == 0


def test_a_meter_of_ones_own_that_cannot_carry_is_refused_in_another_quota_only():
    class Own:
        def __init__(self, quota):
            self._meter = TokenBucket(quota)
            self.take, self.level = self._meter.take, self._meter.level

    limiter = MemoryLimiter(Own, Quota.per_minute(3))
    assert limiter.hit("key", quota=Quota.per_minute(3))
    with pytest.raises(TypeError, match=r"quota can't change for Own, as it has no method carried\(quota, now\)"):
        limiter.hit("key", quota=Quota.per_minute(5))
    assert limiter.peek("key").remaining == 2


@pytest.mark.parametrize("call", ["allow", "hit"])
@pytest.mark.parametrize("algorithm", [SlidingLog, TokenBucket])
def test_a_call_that_reads_the_clock_twice_decides_at_the_highest_time(algorithm, call):
    readings = [100]
    limiter = MemoryLimiter(algorithm, Quota(1, 10), lambda: readings.pop() if len(readings) > 1 else readings[0])
    limiter.hit("key", 1, Quota(2, 10))
    limiter.hit("key", 1, Quota(2, 10))
    readings[:] = [105, 105, 120]  # the first is read last
    with pytest.raises(ValueError, match="got 2"):
        getattr(limiter, call)("key", 2)  # it leaves no trace
    assert not limiter.peek("key")
    readings[:] = [105, 120]
    assert getattr(limiter, call)("key")
    assert limiter.peek("key").retry_after == 10
