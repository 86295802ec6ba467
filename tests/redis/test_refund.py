"""Units are given back, and spent without asking, on Redis as in memory."""

from asyncio import run
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis import ConnectionError, Redis, asyncio  # noqa: A004  as it is called there

from katas.grader.keyed.meters import Dial
from ratelimit import FixedWindow, LeakyBucket, MemoryLimiter, Quota, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from ratelimit.redis.sans_io import TIME_LIMIT
from tests.redis.algorithms import ALGORITHMS, WINDOWS
from tests.redis.grace import within_grace
from tests.redis.test_same_as_memory import STARTS, quotas
from tests.redis.whole_microseconds import WholeMicroseconds


class Own:
    """A meter that can give nothing back."""

    def __init__(self, quota):
        meter = TokenBucket(quota)
        self.take, self.level = meter.take, meter.level


CALLS = st.lists(
    st.tuples(
        st.sampled_from(("hit", "hit", "hit", "refund", "charge")),
        st.sampled_from((0, 0, 1, 2, 3, 7)),  # parts of a period that pass
        st.integers(1, 4),
        st.integers(0, 1),
    ),
    max_size=20,
)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_answer_is_the_one_in_memory(algorithm, url, prefix):
    client, examples = Redis.from_url(url), iter(range(10**6))

    @settings(max_examples=150, deadline=None)
    @given(first=quotas(algorithm), start=st.sampled_from(STARTS), calls=CALLS)
    @within_grace
    def agree(first, start, calls):
        dial, key = Dial(), f"{next(examples)}"
        dial.now = start
        plans = [first, Quota(max(1, first.limit // 2), first.period) if algorithm in WINDOWS else Quota.per_day(10)]
        memory = WholeMicroseconds(algorithm, first, dial)
        limiter = RedisLimiter(algorithm, first, client, prefix=prefix, clock=dial)
        for call, passed, divisor, plan in calls:
            dial.now = min(dial.now + first.period * passed // 4, TIME_LIMIT - 1)
            quota = plans[plan]
            units = max(1, quota.burst // divisor)
            if call == "hit":
                assert limiter.hit(key, units, quota) == memory.hit(key, units, quota)
            elif call == "charge":
                try:
                    limiter.charge(key, units)
                except ValueError as error:
                    assert "cost must be from 1 to" in str(error)  # noqa: PT017  what is owed must fit into a double
                    continue
                memory.charge(key, units)
            else:
                assert limiter.refund(key, units) == memory.refund(key, units)
            assert limiter.peek(key) == memory.peek(key)

    agree()
    client.close()


def test_a_refund_at_once_undoes(algorithm, make):
    limiter = make(algorithm, Quota.per_day(10))
    limiter.hit("key", 3)
    before = limiter.peek("key").remaining
    limiter.hit("key", 4)
    assert limiter.refund("key", 4) == 4
    assert limiter.peek("key").remaining == before
    assert limiter.refund("key", 9) == 3
    assert limiter.refund("key", 9) == 0
    assert limiter.hit("key", 10)


def test_a_key_that_owes_is_refused(algorithm, make):
    limiter = make(algorithm, Quota.per_day(10))
    limiter.charge("key", 25)
    assert limiter.hit("key")[:2] == (False, 0)
    assert limiter.refund("key", 10) == 10
    assert limiter.peek("key").remaining == 0
    assert limiter.refund("key", 10) == 10
    assert limiter.peek("key").remaining == 5


def test_a_refund_has_no_upper_bound(algorithm, make):
    limiter = make(algorithm, Quota.per_day(10))
    limiter.hit("key", 500, Quota.per_day(2000))
    assert limiter.refund("key", 500) == 500
    limiter.hit("key", 10)
    assert limiter.refund("key", 10**400) == 10
    assert limiter.peek("key")[:2] == (True, 10)


def test_both_keep_the_bounds(algorithm, make, client, prefix):
    limiter = make(algorithm, Quota.per_day(10))
    limiter.hit("key")
    [name] = client.scan_iter(match=f"{prefix}*")
    held = client.dump(name)
    with pytest.raises(ValueError, match=r"cost must be from 1 to \d+, got 1000000"):
        limiter.charge("key", 10**30)
    for call in (limiter.refund, limiter.charge):
        with pytest.raises(ValueError, match="cost must be at least 1, got 0"):
            call("key", 0)
        with pytest.raises(TypeError, match="cost must be an int"):
            call("key", 1.5)
    assert client.dump(name) == held


@pytest.mark.parametrize(("algorithm", "quota", "calls"), [
    (TokenBucket, Quota(1, 7, 2), [(12, "hit", 2), (12, "charge", 1), (19, "refund", 1), (12, "hit", 1)]),
    (LeakyBucket, Quota(1, 7, 2), [(12, "hit", 2), (12, "charge", 1), (19, "refund", 1), (12, "hit", 1)]),
    (TokenBucket, Quota(2, 7, 9), [(12, "hit", 9), (15, "refund", 1), (11, "peek"), (13, "peek"), (29, "hit", 4)]),
    (LeakyBucket, Quota(2, 7, 9), [(12, "hit", 9), (15, "refund", 1), (11, "peek"), (13, "peek"), (29, "hit", 4)]),
    (SlidingWindowCounter, Quota(9, 10), [(12, "hit", 5), (25, "refund", 1), (15, "hit", 4), (15, "peek")]),
    (FixedWindow, Quota(9, 10), [(12, "hit", 5), (25, "refund", 1), (15, "hit", 4), (15, "peek")]),
    (SlidingLog, Quota(9, 10), [(12, "hit", 5), (14, "hit"), (18, "refund", 3), (13, "hit", 5), (12, "peek")]),
])  # fmt: skip
def test_a_refund_leaves_the_clock_where_it_was(algorithm, quota, calls, make, manual_clock):
    meter, limiter = algorithm(quota), make(algorithm, Quota(quota.limit, quota.period * 10**9, quota.burst))
    start = manual_clock.now // 10**9 // 70 * 70
    for passed, name, *cost in calls:
        manual_clock.now = (start + passed) * 10**9
        if name == "hit":
            assert limiter.allow("key", *cost) == (not meter.take(start + passed, *cost))
        elif name == "peek":
            assert limiter.peek("key").remaining == meter.level(start + passed).remaining
        else:
            assert getattr(limiter, name)("key", *cost) == getattr(meter, name)(start + passed, *cost)


def test_what_is_left_of_a_key_expires(algorithm, make, client, prefix):
    limiter = make(algorithm, Quota.per_day(10))
    limiter.charge("key", 30)
    limiter.refund("key", 4)
    for name in client.scan_iter(match=f"{prefix}*"):
        assert 0 < client.pttl(name) <= 4 * 86_400_000


def test_a_remembered_refusal_is_forgotten(algorithm, make):
    limiter = make(algorithm, Quota.per_day(10), remember=10)
    limiter.hit("key", 10)
    assert not limiter.allow("key")
    limiter.refund("key", 10)
    assert limiter.allow("key")


def test_without_redis_a_limiter_in_memory_is_asked():
    quota = Quota.per_day(10)
    stand_in = MemoryLimiter(FixedWindow, quota)
    for on_error, units in (("allow", 0), ("deny", 0), (stand_in, 2)):
        client = Redis(port=1, socket_connect_timeout=5, retry=None)
        limiter = RedisLimiter(TokenBucket, quota, client, on_error=on_error)
        limiter.charge("key", 2)
        assert limiter.refund("key", 3) == units
    for on_error in ("raise", SimpleNamespace(hit=stand_in.hit, peek=stand_in.peek), MemoryLimiter(Own, quota)):
        with pytest.raises(ConnectionError):
            RedisLimiter(TokenBucket, quota, client, on_error=on_error).refund("key")


def test_asyncio_has_both(url, prefix):
    async def main():
        async with asyncio.Redis.from_url(url) as client:
            limiter = AsyncRedisLimiter(TokenBucket, Quota.per_day(10), client, prefix=prefix)
            await limiter.charge("key", 25)
            assert not await limiter.allow("key")
            assert await limiter.refund("key", 10) == 10
            assert await limiter.refund("key", 10) == 10
            assert (await limiter.peek("key")).remaining == 5

    run(main())


def test_a_cluster_has_both(cluster_client, prefix):
    limiter = RedisLimiter(FixedWindow, Quota.per_day(10), cluster_client, prefix=prefix)
    limiter.charge("key", 25)
    assert not limiter.allow("key")
    assert limiter.refund("key", 10) == 10
    assert limiter.refund("key", 10) == 10
    assert limiter.peek("key").remaining == 5
    limiter.reset("key")
