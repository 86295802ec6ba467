"""`next_after` on Redis is that of the limiter in memory, in whole microseconds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis

from katas.grader.keyed.meters import Dial
from ratelimit import Keys, MemoryLimiter, Quota, TokenBucket
from ratelimit.redis import RedisLimiter
from tests.redis.algorithms import ALGORITHMS, WINDOWS
from tests.redis.conftest import NOON
from tests.redis.grace import within_grace
from tests.redis.test_limits import THREE, calls, limits

numbers = st.integers(1, 9)


def agreeing(url, prefix, draw, quotas_of_calls):
    """Return a test that both limiters tell the same, of limits that are drawn, with quotas that calls give."""
    client, examples = Redis.from_url(url), iter(range(10**6))

    @settings(max_examples=150, deadline=None)
    @given(draw, calls, st.sampled_from((0, NOON // 1000)), st.lists(quotas_of_calls, min_size=20, max_size=20))
    @within_grace
    def agree(limits, calls, now, given_quotas):
        key, microseconds = f"{next(examples)}", Dial()
        microseconds.now = now
        algorithms, quotas = zip(*limits, strict=True)
        memory = MemoryLimiter(algorithms, quotas, microseconds, next_after=True)
        clock = lambda: microseconds.now * 1000  # noqa: E731
        limiter = RedisLimiter(
            algorithms, [*map(thousandfold, quotas)], client, prefix=prefix, clock=clock, next_after=True
        )
        most = min(quota.burst for quota in quotas)
        for (name, _, passed, cost), other in zip(calls, given_quotas, strict=False):
            microseconds.now += passed
            cost = min(cost, most, other.burst if other else most)  # noqa: PLW2901
            if name == "hit":
                expected, told = memory.hit(key, cost, other), limiter.hit(key, cost, other and thousandfold(other))
                assert told.next_afters == tuple(1000 * after for after in expected.next_afters)
                assert told.next_after == 1000 * expected.next_after
            elif name != "refund":  # whose bound is that of the quota that the key is kept in
                for each in (memory, limiter):
                    getattr(each, name)(*([key] if name == "reset" else [key, cost]))
            expected, told = memory.peek(key, other), limiter.peek(key, other and thousandfold(other))
            assert told.next_afters == tuple(1000 * after for after in expected.next_afters)

    return agree, client


def thousandfold(quota):
    return Quota(quota.limit, quota.period * 1000, quota.burst)


def test_of_each_limit(url, prefix):
    agree, client = agreeing(url, prefix, limits(), st.none())
    agree()
    client.close()


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_in_quotas_by_call(algorithm, url, prefix):
    window = algorithm in WINDOWS
    others = st.builds(
        lambda limit, period, burst: Quota(limit, 12, limit) if window else Quota(limit, period, burst),
        numbers,
        st.integers(1, 20),
        numbers,
    )
    own = st.builds(lambda limit, burst: [(algorithm, Quota(limit, 12, limit if window else burst))], numbers, numbers)
    agree, client = agreeing(url, prefix, own, st.none() | others)
    agree()
    client.close()


def test_a_remembered_refusal_counts_down(make, manual_clock):
    limiter = make(TokenBucket, THREE, remember=10, next_after=True)
    limiter.hit("key", 3)
    first = limiter.hit("key")
    manual_clock.now += 500_000_000
    assert limiter.hit("key").next_afters == tuple(after - 500_000_000 for after in first.next_afters)


def test_of_different_keys_and_by_many(make):
    limiter = make(TokenBucket, THREE[:2], next_after=True)
    alone = make(TokenBucket, THREE[0], next_after=True, prefix="alone")
    told = limiter.hit_many([Keys("a", "all"), Keys("b", "all")])
    assert [len(each.next_afters) for each in told] == [2, 2]
    assert alone.hit("a").next_after == told[0].next_afters[0]
    alone.reset("a")


def test_nothing_is_told_while_redis_is_away_unless_the_stand_in_tells():
    away = Redis(port=1, socket_connect_timeout=5, retry=None)
    silent = RedisLimiter(TokenBucket, THREE, away, on_error="allow", next_after=True).hit("key")
    with pytest.raises(AttributeError, match="next_after=True"):
        _ = silent.next_after
    stand_in = MemoryLimiter(TokenBucket, THREE, next_after=True)
    assert RedisLimiter(TokenBucket, THREE, away, on_error=stand_in, next_after=True).hit("key").next_after > 0
