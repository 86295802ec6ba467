"""The answers on Redis are those in memory: in nanoseconds, of which a script counts whole thousands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis

from katas.grader.keyed.meters import Dial
from ratelimit import FixedWindow, Quota, SlidingLog, SlidingWindowCounter
from ratelimit.redis import RedisLimiter
from tests.redis.algorithms import ALGORITHMS, WINDOWS
from tests.redis.conftest import NOON
from tests.redis.grace import within_grace
from tests.redis.whole_microseconds import WholeMicroseconds

TOP = (1 << 51) - 1
LATEST = (1000 << 52) - 1  # ns
PERIODS = (10, 1, 7, 1000, 60_000_000, 86_400_000_000, (1 << 40) - 1, 1 << 50)
STARTS = tuple(now * 1000 for now in (1_764_000_000_000_000, 0, 1, 999, 1_764_000_000_123_457, 1 << 51))


def most_units(algorithm, period):
    """The most that a limit or a burst may be."""
    if algorithm in (FixedWindow, SlidingLog):
        return TOP
    if algorithm is SlidingWindowCounter and period < 1 << 40:
        return max(TOP // period, (1 << 36) - 1)
    return TOP // period


@st.composite
def quotas(draw, algorithm):
    """Small numbers and the biggest there may be."""
    period = draw(st.sampled_from(PERIODS))
    most = most_units(algorithm, period)
    units = st.sampled_from((1, 2, 3, 7, 10, 97, 100_000, most, most // 2 or 1, most // 3 or 1))
    limit = min(most, draw(units))
    return Quota(limit, period * 1000, limit if algorithm in WINDOWS else min(most, draw(units)))


@st.composite
def steps(draw):
    """Steps in time and costs, as numbers that are turned into calls one after the other."""
    move = st.sampled_from(("none", "tick", "part of a tick", "due", "early", "inside", "edge", "idle"))
    cost = st.sampled_from(("one", "two", "all", "half", "all but one"))
    return draw(st.lists(st.tuples(move, cost, st.integers(0, 255)), min_size=1, max_size=20))


def moved(dial, move, size, wait, period):
    return min(
        LATEST,
        {
            "none": dial.now,
            "tick": dial.now + 1000,
            "part of a tick": dial.now + 4 * size,
            "due": dial.now + wait,
            "early": dial.now + max(0, wait - 1000),
            "inside": dial.now + 2 * period * size // 256,
            "edge": (dial.now // period + 1) * period,
            "idle": dial.now + (2 + size) * period,
        }[move],
    )


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_wait_is_never_too_short_wherever_in_a_microsecond_it_is_told(algorithm, url, prefix):
    """... nor a microsecond too long; the same for a refusal that is remembered, but for the latter."""
    client, examples = Redis.from_url(url), iter(range(10**6))
    spans = st.sampled_from((1000, 3000, 7000, 10**6, 10**9))
    offsets = st.lists(st.integers(0, 5000), min_size=3, max_size=6)

    @settings(max_examples=100)
    @given(limit=st.integers(1, 7), period=spans, offsets=offsets, remember=st.sampled_from((0, 5)))
    @within_grace
    def agree(limit, period, offsets, remember):
        dial, key = Dial(), f"{next(examples)}"
        dial.now = NOON
        limiter = RedisLimiter(algorithm, Quota(limit, period), client, prefix=prefix, clock=dial, remember=remember)
        for offset in offsets:
            dial.now += offset
            cost = 1 + offset % limit
            told = limiter.hit(key, cost)
            if not told:
                asked = dial.now
                dial.now = max(asked, asked + told.retry_after - 1000)
                assert remember or dial.now == asked or not limiter.hit(key, cost)
                dial.now = asked + told.retry_after
                assert limiter.hit(key, cost)

    agree()
    client.close()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_answer_is_the_one_in_memory(algorithm, url, prefix):
    client, examples = Redis.from_url(url), iter(range(10**6))

    @settings(max_examples=120)
    @given(quota=quotas(algorithm), start=st.sampled_from(STARTS), traffic=steps())
    @within_grace
    def agree(quota, start, traffic):
        dial, key, wait = Dial(), f"{next(examples)}", 0
        dial.now = start
        memory = WholeMicroseconds(algorithm, quota, dial)
        limiter = RedisLimiter(algorithm, quota, client, prefix=prefix, clock=dial)
        for move, cost, size in traffic:
            dial.now = moved(dial, move, size, wait, quota.period)
            most = quota.burst
            units = {"one": 1, "two": 2, "all": most, "half": most // 2, "all but one": most - 1}[cost]
            units = min(most, max(1, units))
            assert limiter.peek(key) == memory.peek(key)
            expected = memory.hit(key, units)
            assert limiter.hit(key, units) == expected
            assert limiter.peek(key) == memory.peek(key)
            wait = expected.retry_after

    agree()
    client.close()
