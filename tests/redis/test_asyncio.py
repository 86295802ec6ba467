"""What only asyncio has: many tasks at once, tasks that are cancelled, and one event loop after another."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import BlockingConnectionPool, Redis

from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from tests.redis.conftest import NOON

QUOTA = Quota.per_day(30)


@asynccontextmanager
async def limiting(url, prefix, algorithm=TokenBucket, quota=QUOTA, **options):
    pool = BlockingConnectionPool.from_url(url, timeout=60, **{"max_connections": 20} | options)
    async with Redis(connection_pool=pool) as client:
        yield AsyncRedisLimiter(algorithm, quota, client, prefix=prefix, clock=Dial(NOON))
    await pool.aclose()


def test_of_a_hundred_tasks_as_many_win_as_there_are_units(algorithm, url, prefix):
    async def main():
        async with limiting(url, prefix, algorithm) as limiter:
            return await asyncio.gather(*(limiter.hit("key") for _ in range(100)))

    hits = asyncio.run(main())
    assert sum(hit.allowed for hit in hits) == 30
    assert sorted(hit.remaining for hit in hits if hit) == list(range(30))


def test_other_tasks_run_while_one_waits_for_redis(proxy, prefix):
    async def main():
        async with limiting(proxy.connection_url, prefix) as limiter:
            await limiter.hit("key")
            before, proxy.hold = proxy.replies, 1
            waiting = asyncio.create_task(limiter.hit("key"))
            await asyncio.to_thread(until, lambda: proxy.replies > before)
            assert await limiter.hit("other")
            assert not waiting.done()
            proxy.free()
            assert await waiting

    asyncio.run(main())


@pytest.mark.parametrize("connections", [1, 5])
def test_a_reply_to_a_task_that_was_cancelled_is_not_taken_for_another(proxy, prefix, connections):
    """... and the pool gets its connection back."""

    async def main():
        async with limiting(proxy.connection_url, prefix, max_connections=connections) as limiter:
            await limiter.hit("spent", 30)
            for _ in range(10):
                before, proxy.hold = proxy.replies, 1
                cancelled = asyncio.create_task(limiter.hit("spent"))
                await asyncio.to_thread(until, lambda: proxy.replies > before)  # noqa: B023
                for _ in range(9):  # steps from sending to reading: https://github.com/python/cpython/issues/86296
                    await asyncio.sleep(0)
                cancelled.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await cancelled
                proxy.free()
                assert [hit.remaining for hit in await asyncio.gather(*map(limiter.peek, ["new", "spent"]))] == [30, 0]

    asyncio.run(asyncio.wait_for(main(), 60))


def test_a_task_cancelled_at_any_step_spends_at_most_its_unit_and_leaves_the_others_correct(url, prefix):
    async def main():
        async with limiting(url, prefix, max_connections=1, quota=Quota.per_day(1000)) as limiter:
            granted = 0
            for steps in range(60):
                task = asyncio.create_task(limiter.hit("key"))
                for _ in range(steps % 12):
                    await asyncio.sleep(0)
                task.cancel()
                (outcome,) = await asyncio.gather(task, return_exceptions=True)
                granted += not isinstance(outcome, BaseException)
                assert (await limiter.peek("new")).remaining == 1000
            assert granted <= 1000 - (await limiter.peek("key")).remaining <= 60

    asyncio.run(asyncio.wait_for(main(), 60))


def test_a_deadline_ends_the_call(proxy, prefix):
    async def main():
        async with limiting(proxy.connection_url, prefix) as limiter:
            await limiter.hit("key")
            proxy.hold = 1 << 30
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(limiter.hit("key"), 0.05)
            proxy.free()
            assert await limiter.hit("key")

    asyncio.run(asyncio.wait_for(main(), 60))


def test_one_event_loop_after_another_with_a_client_each(url, prefix):
    async def main():
        async with limiting(url, prefix) as limiter:
            return [hit.remaining for hit in await asyncio.gather(*(limiter.hit("key") for _ in range(3)))]

    assert sorted(asyncio.run(main())) == [27, 28, 29]
    assert sorted(asyncio.run(main())) == [24, 25, 26]


def test_one_limiter_in_one_event_loop_after_another(url, prefix):
    """... if its client leaves no connection behind."""
    client = Redis.from_url(url)
    limiter = AsyncRedisLimiter(TokenBucket, QUOTA, client, prefix=prefix, clock=Dial(NOON))

    async def main():
        hits = [await limiter.hit("key") for _ in range(3)]
        await client.aclose()
        return [hit.remaining for hit in hits]

    assert asyncio.run(main()) == [29, 28, 27]
    assert asyncio.run(main()) == [26, 25, 24]


def test_both_kinds_of_limiter_share_a_key(algorithm, url, prefix, client):
    waiting = RedisLimiter(algorithm, QUOTA, client, prefix=prefix, clock=Dial(NOON))

    async def main():
        async with limiting(url, prefix, algorithm) as limiter:
            return [await limiter.hit("key"), waiting.hit("key"), await limiter.hit("key")]

    assert [hit.remaining for hit in asyncio.run(main())] == [29, 28, 27]
