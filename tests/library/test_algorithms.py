"""Every meter answers what exact arithmetic over its whole past gives."""

import pickle
import sys
from fractions import Fraction
from itertools import count
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratelimit import (
    GCRA,
    Decision,
    FixedWindow,
    LeakyBucket,
    Level,
    Quota,
    SlidingLog,
    SlidingWindowCounter,
    TokenBucket,
)

WINDOWS = [FixedWindow, SlidingLog, SlidingWindowCounter]
BUCKETS = [TokenBucket, LeakyBucket, GCRA]
METERS = WINDOWS + BUCKETS
UNHURRIED = settings(max_examples=40, deadline=None)


def missing(quota, past, now):
    """Tokens that a bucket lacks, water that one holds."""
    lack, then = Fraction(0), 0
    for time, cost in [*past, (now, 0)]:
        lack = max(Fraction(0), lack - Fraction((time - then) * quota.limit, quota.period)) + cost
        then = time
    return lack


def ahead(quota, past, now):
    """Units by which the theoretical arrival time is ahead of now."""
    arrival, interval = Fraction(0), Fraction(quota.period, quota.limit)
    for time, cost in past:
        arrival = max(arrival, Fraction(time)) + cost * interval
    return max(Fraction(0), arrival - now) / interval


def estimate(quota, past, now):
    """Units of this window, and the part of the last one's that overlaps."""
    window, into = divmod(now, quota.period)
    last, used = (sum(cost for time, cost in past if time // quota.period == k) for k in (window - 1, window))
    return Fraction(last * (quota.period - into), quota.period) + used


def in_window(quota, past, now):
    return sum(cost for time, cost in past if time // quota.period == now // quota.period)


def in_log(quota, past, now):
    return sum(cost for time, cost in past if time > now - quota.period)


HELD = dict(zip(METERS, [in_window, in_log, estimate, missing, missing, ahead], strict=True))


def fits(algorithm, quota, past, now, cost):
    return HELD[algorithm](quota, past, now) + cost <= quota.burst


def wait_for(algorithm, quota, past, now, cost):
    """Try tick after tick until the cost fits."""
    return next(wait for wait in count() if fits(algorithm, quota, past, now + wait, cost))


def level_at(algorithm, quota, past, now):
    remaining = max(cost for cost in range(quota.burst + 1) if cost == 0 or fits(algorithm, quota, past, now, cost))
    return Level(remaining, wait_for(algorithm, quota, past, now, quota.burst))


@st.composite
def timelines(draw, *, bursts=None):
    """A small quota, and steps of (gap, cost), biased to edges."""
    limit, period = draw(st.integers(1, 6)), draw(st.integers(1, 14))
    quota = Quota(limit, period, draw(st.integers(1, 7)) if bursts else None)
    gaps = st.one_of(
        st.sampled_from(["wait", "wait - 1"]), st.just(0), st.integers(0, 4), st.sampled_from([period, 3 * period])
    )
    return quota, draw(st.lists(st.tuples(gaps, st.integers(1, quota.burst)), max_size=12))


def agree(algorithm, quota, steps, start=0):
    meter, past, now, wait = algorithm(quota), [], start, 0
    for gap, cost in steps:
        now += {"wait": wait, "wait - 1": max(0, wait - 1)}.get(gap, gap)
        assert meter.level(now) == level_at(algorithm, quota, past, now)
        if algorithm is LeakyBucket:
            assert meter.delay(now) == ceil(missing(quota, past, now) * Fraction(quota.period, quota.limit))
        wait = meter.take(now, cost)
        assert wait == wait_for(algorithm, quota, past, now, cost)
        if wait == 0:
            past.append((now, cost))
        assert meter.level(now) == level_at(algorithm, quota, past, now)


@pytest.mark.parametrize("algorithm", WINDOWS)
@given(timelines(), st.integers(0, 40))
@UNHURRIED
def test_a_window_follows_its_formula(algorithm, timeline, start):
    agree(algorithm, *timeline, start)


@pytest.mark.parametrize("algorithm", BUCKETS)
@given(timelines(bursts=True), st.integers(0, 40))
@UNHURRIED
def test_a_bucket_follows_its_formula(algorithm, timeline, start):
    agree(algorithm, *timeline, start)


@pytest.mark.parametrize("algorithm", METERS)
@given(
    st.integers(1, 10**7),
    st.integers(1, 10**15),
    st.integers(1, 10**7),
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 100), st.integers(0, 10**6)), max_size=15),
)
@UNHURRIED
def test_no_size_is_too_large_to_be_exact(algorithm, limit, period, burst, steps):
    quota = Quota(limit, period, limit if algorithm in WINDOWS else burst)
    meter, past, now = algorithm(quota), [], 1_800_000_000_000_000_000
    for gap, percent, extra in steps:
        now += [0, 1, period // limit, period - 1, period, extra * period][gap]
        cost = 1 + (quota.burst - 1) * percent // 100
        remaining, reset_after = meter.level(now)
        assert remaining == 0 or fits(algorithm, quota, past, now, remaining)
        assert remaining == quota.burst or not fits(algorithm, quota, past, now, remaining + 1)
        wait = meter.take(now, cost)
        for told, asked in ((wait, cost), (reset_after, quota.burst)):
            assert fits(algorithm, quota, past, now + told, asked)
            assert told == 0 or not fits(algorithm, quota, past, now + told - 1, asked)
        if wait == 0:
            past.append((now, cost))


@pytest.mark.parametrize("algorithm", METERS)
@given(st.data(), st.sampled_from([0, 10**15 + 7]))
@UNHURRIED
def test_a_full_decision_says_what_level_delay_and_take_say(algorithm, data, now):
    quota, steps = data.draw(timelines(bursts=algorithm in BUCKETS or None))
    deciding, asked, wait = algorithm(quota), algorithm(quota), 0
    for gap, cost in steps:
        now += {"wait": wait, "wait - 1": max(0, wait - 1)}.get(gap, gap)
        delay = asked.delay(now) if algorithm is LeakyBucket else 0
        wait = asked.take(now, cost)
        decision = deciding.decide(now, cost)
        remaining, reset_after = asked.level(now)
        assert decision == Decision(wait == 0, remaining, wait, reset_after, delay)
        assert type(decision) is Decision
        for never in (0, quota.burst + 1):
            with pytest.raises(ValueError, match="cost must be from 1 to"):
                deciding.decide(now, never)
        assert deciding.level(now) == asked.level(now)


@pytest.mark.parametrize("algorithm", METERS)
@given(timelines(), st.data())
@UNHURRIED
def test_time_never_goes_back(algorithm, timeline, data):
    quota, steps = timeline
    meter, past, clock = algorithm(quota), [], 0
    for _, cost in steps:
        now = data.draw(st.integers(max(0, clock - 3 * quota.period), clock + quota.period))
        clock = max(now, clock)
        wait = meter.take(now, cost)
        fitting = fits(algorithm, quota, past, clock, cost)
        assert wait >= 0
        assert (wait == 0) == fitting or (algorithm is GCRA and now < clock and fitting)
        if wait == 0:
            past.append((clock, cost))
        assert min(meter.level(max(0, now - 1))) >= 0
        assert meter.level(clock) == level_at(algorithm, quota, past, clock)


@pytest.mark.parametrize("algorithm", METERS)
@given(timelines(), st.lists(st.integers(0, 200), min_size=1, max_size=3))
@UNHURRIED
def test_looking_and_raising_change_nothing(algorithm, timeline, times):
    quota, steps = timeline
    disturbed, left_alone, now = algorithm(quota), algorithm(quota), 0
    for gap, cost in steps:
        now += gap if isinstance(gap, int) else 1
        for time in times:
            disturbed.level(time)
            getattr(disturbed, "delay", disturbed.level)(time)
            for never in (0, -1, quota.burst + 1):
                with pytest.raises(ValueError, match=f"cost must be from 1 to {quota.burst}, got {never}"):
                    disturbed.take(time, never)
        assert disturbed.take(now, cost) == left_alone.take(now, cost)
        assert disturbed.level(now) == left_alone.level(now)


@pytest.mark.parametrize("algorithm", WINDOWS)
@pytest.mark.parametrize("burst", [9, 11])
def test_a_window_has_no_burst(algorithm, burst):
    with pytest.raises(ValueError, match=f"burst must be the limit of 10, .* got {burst}"):
        algorithm(Quota(10, 60, burst))


@given(timelines(bursts=True))
@UNHURRIED
def test_departures_from_a_leaky_bucket_are_even(timeline):
    quota, steps = timeline
    meter, now, free = LeakyBucket(quota), 0, Fraction(0)
    for gap, cost in steps:
        now += gap if isinstance(gap, int) else 1
        departure = now + meter.delay(now)
        if meter.take(now, cost) == 0:
            assert departure == ceil(max(free, now))
            free = max(free, Fraction(now)) + Fraction(cost * quota.period, quota.limit)


def lines_run(call):
    lines = 0

    def trace(frame, event, _arg):
        nonlocal lines  # of the library only: a garbage collection during a call runs other code's callbacks
        lines += event == "line" and frame.f_globals["__name__"].startswith("ratelimit.")
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("algorithm", METERS)
def test_neither_limit_nor_cost_nor_idle_time_makes_a_call_longer(algorithm):
    def story(size):
        meter, year = algorithm(Quota(size, 10 * size)), 10**18
        meter.take(year, size)
        return [
            lines_run(lambda: meter.take(year, 1)),
            lines_run(lambda: meter.level(year)),
            lines_run(lambda: meter.level(2 * year)),
            lines_run(lambda: meter.take(2 * year, size)),
        ]

    assert story(10) == story(10**12)


def test_a_log_keeps_no_refusals_and_no_grants_that_left_the_window():
    meter = SlidingLog(Quota(2, 10))
    meter.take(0)
    meter.take(10, 2)
    size = len(pickle.dumps(meter))
    for _ in range(1000):
        meter.take(10)
    assert len(pickle.dumps(meter)) == size
    for now in range(20, 1000, 10):
        meter.take(now, 2)
    assert len(pickle.dumps(meter)) <= size + 10
