"""A clock that counts something else than nanoseconds is found out, and so is a quota that was meant in seconds."""

import time

import pytest

from ratelimit import FixedWindow, MemoryLimiter, Quota, TokenBucket

QUOTA = Quota.per_minute(100)


@pytest.mark.parametrize("name", ["time", "monotonic", "perf_counter", "process_time", "thread_time"])
def test_a_clock_that_counts_seconds_is_refused_with_its_twin(name):
    with pytest.raises(TypeError) as caught:
        MemoryLimiter(TokenBucket, QUOTA, getattr(time, name))
    assert str(caught.value) == (
        f"clock must count nanoseconds, got time.{name}, which counts seconds: use time.{name}_ns"
    )


@pytest.mark.parametrize("name", ["time_ns", "monotonic_ns", "perf_counter_ns"])
def test_a_clock_that_counts_nanoseconds_is_one(name):
    limiter = MemoryLimiter(TokenBucket, QUOTA, getattr(time, name))
    assert limiter.hit("key").remaining == 99


@pytest.mark.parametrize("no_clock", [5, "monotonic_ns", time])
def test_what_is_no_function_is_no_clock(no_clock):
    with pytest.raises(TypeError, match="clock must be a function that returns nanoseconds, got"):
        MemoryLimiter(TokenBucket, QUOTA, no_clock)


@pytest.mark.parametrize("reading", [1.5, 1764000000.25, float("nan"), None, "5", True])
def test_a_reading_that_is_no_int_is_refused_at_first_use_and_leaves_no_trace(reading):
    readings = [5, reading, reading, reading, 5]
    limiter = MemoryLimiter(TokenBucket, QUOTA, readings.pop)
    limiter.hit("key", 100)
    for call in (limiter.allow, limiter.hit, limiter.peek):
        with pytest.raises(TypeError) as caught:
            call("key")
        assert str(caught.value) == (f"clock must return whole nanoseconds, as time.monotonic_ns does, got {reading!r}")
    assert limiter.peek("key").retry_after == QUOTA.period // 100


def test_a_time_below_zero_is_refused():
    limiter = MemoryLimiter(TokenBucket, QUOTA, lambda: -1)
    with pytest.raises(ValueError, match="clock must return nanoseconds, at least 0, got -1"):
        limiter.allow("key")


def test_a_reading_a_year_ahead_grants_nothing_extra_and_holds_until_the_clock_is_there():
    now = [0]
    limiter = MemoryLimiter(TokenBucket, QUOTA, lambda: now[0])
    year = 365 * 86_400 * 10**9
    limiter.hit("key", 100)
    now[0] = year
    assert limiter.hit("key").remaining == 99
    for now[0] in (10**9, 3600 * 10**9, year):
        assert limiter.peek("key").remaining == 99
    now[0] = year + QUOTA.period // 100
    assert limiter.peek("key").remaining == 100


@pytest.mark.parametrize(
    ("quota", "text"),
    [
        (Quota(100, 60), "100/minute"),
        (Quota(1000, 3600, 50), "1000/hour burst 50"),
        (Quota(5, 900), "5 per 15 minutes"),
        (Quota(10, 86_400), "10/day"),
        (Quota(10, 604_800), "10/week"),
        (Quota(1, 999_999), "1 per 999999 seconds"),
    ],
)
def test_a_period_meant_in_seconds_is_refused_with_the_remedy(quota, text):
    with pytest.raises(ValueError, match="period must be") as caught:
        MemoryLimiter(TokenBucket, quota)
    assert str(caught.value) == (
        f"period must be at least 1 ms unless a clock is given, got {quota.period} ns: "
        f"if seconds are meant, write Quota.parse({text!r}), and if nanoseconds are, pass clock=time.monotonic_ns"
    )


def test_a_period_of_a_millisecond_or_of_any_length_with_a_clock_is_meant():
    assert MemoryLimiter(FixedWindow, Quota(3, 1_000_000)).allow("key")
    for quota in (Quota(100, 60), Quota.parse("1/250ns")):
        assert MemoryLimiter(TokenBucket, quota, time.monotonic_ns).allow("key")
        assert MemoryLimiter(TokenBucket, quota, lambda: 0).allow("key")
