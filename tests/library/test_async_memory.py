"""Code that is written for the limiter in asyncio on Redis runs with the one in memory."""

import asyncio
import inspect

import pytest

from katas.grader.keyed.meters import Dial
from ratelimit import AsyncMemoryLimiter, MemoryLimiter, Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter

QUOTA = Quota.per_day(3)


def coroutines(kind):
    return {
        name: [*inspect.signature(method).parameters]
        for name, method in inspect.getmembers(kind, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }


def test_it_has_the_methods_of_the_one_on_redis():
    assert coroutines(AsyncMemoryLimiter) == coroutines(AsyncRedisLimiter)


def test_its_answers_are_those_of_the_limiter_in_memory():
    async def main():
        clock = Dial(1)
        limiter, memory = AsyncMemoryLimiter(TokenBucket, QUOTA, clock), MemoryLimiter(TokenBucket, QUOTA, clock)
        assert limiter
        for _ in range(5):
            clock.now += QUOTA.period // 5
            assert await limiter.hit("key", 2) == memory.hit("key", 2)
            assert await limiter.allow("key") is memory.allow("key")
            assert await limiter.hit_many(["key", "other"]) == [memory.hit(key) for key in ("key", "other")]
            assert await limiter.peek("key") == memory.peek("key")
            more = Quota.per_day(4)
            assert await limiter.hit("key", quota=more) == memory.hit("key", quota=more)
            assert await limiter.allow("key", 2, more) is memory.allow("key", 2, more)
            assert await limiter.hit_many(["key"], 1, more) == memory.hit_many(["key"], 1, more)
            assert await limiter.peek("key", more) == memory.peek("key", more)
        assert len(limiter) == len(memory)
        await limiter.reset("key")
        assert (await limiter.peek("key")).remaining == 3

    asyncio.run(main())


def test_a_quota_that_was_meant_in_seconds_is_refused_here_too():
    with pytest.raises(ValueError, match="if seconds are meant"):
        AsyncMemoryLimiter(TokenBucket, Quota(100, 60))
    assert repr(AsyncMemoryLimiter(TokenBucket, QUOTA)) == "AsyncMemoryLimiter(TokenBucket, Quota.parse('3/day'))"
    assert AsyncMemoryLimiter(TokenBucket, QUOTA).quota is QUOTA


def test_no_key_is_hit_if_one_of_several_is_none():
    limiter = MemoryLimiter(TokenBucket, QUOTA)
    with pytest.raises(TypeError, match="unhashable"):
        limiter.hit_many(["key", []])
    assert [decision.remaining for decision in limiter.hit_many(iter(["key", "key"]))] == [2, 1]


def test_one_key_is_not_many():
    limiter = AsyncMemoryLimiter(TokenBucket, QUOTA)
    with pytest.raises(TypeError, match="keys must be several, got the one 'key'"):
        asyncio.run(limiter.hit_many("key"))
