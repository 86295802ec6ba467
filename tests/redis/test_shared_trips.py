"""Tasks that ask at the same time share a round trip, and none of them notices."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
import redis
import valkey

from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.wait_until import until
from ratelimit import Decision, Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, shared_trips
from tests.redis.conftest import NOON
from tests.redis.waits import watched

TASKS = 50
STEPS = 25  # more than any call waits
QUOTA = Quota.per_day(1000)


@pytest.fixture(params=[redis, valkey], ids=lambda package: package.__name__)
def package(request):
    return request.param


@pytest.fixture
def limiting(package, server, prefix):
    @asynccontextmanager
    async def limiting(url=server.connection_url, connections=1, **options):
        pool = package.asyncio.BlockingConnectionPool.from_url(url, timeout=20, max_connections=connections)
        async with package.asyncio.Redis(connection_pool=pool) as client:
            yield AsyncRedisLimiter(TokenBucket, QUOTA, client, prefix=prefix, clock=Dial(NOON), **options)
        await pool.aclose()

    return limiting


def run(main):
    return asyncio.run(asyncio.wait_for(main, 60))


async def cancelled(coroutine, step):
    """Run the coroutine in a task that is cancelled while it waits for the `step`th time."""

    def waits(number):
        if number == step:
            asyncio.current_task().cancel()

    return await watched(coroutine, waits)


async def cancelled_alone(coroutine, step):
    with suppress(asyncio.CancelledError):
        await asyncio.create_task(cancelled(coroutine, step))


def test_fifty_tasks_share_a_trip_in_their_order(limiting, admin):
    async def main():
        async with limiting() as limiter:
            await limiter.hit("warm")
            before = admin.info("stats")["total_reads_processed"]
            hits = await asyncio.gather(*(limiter.hit("key") for _ in range(TASKS)))
            assert admin.info("stats")["total_reads_processed"] - before - 1 <= 2  # 16 kB at a time
            assert [hit.remaining for hit in hits] == [*range(999, 999 - TASKS, -1)]

    run(main())


def test_an_error_reaches_those_whom_it_concerns(limiting, admin):
    async def main():
        async with limiting() as limiter:
            await limiter.hit("key")
            admin.config_set("maxmemory", 1)
            calls = limiter.hit("key"), limiter.peek("key"), limiter.peek("new"), limiter.hit("new")
            ends = await asyncio.gather(*calls, return_exceptions=True)
            assert [getattr(end, "remaining", "error") for end in ends] == ["error", 999, 1000, "error"]

    run(main())


@pytest.mark.parametrize("place", range(3))
def test_a_task_cancelled_at_any_wait_takes_nothing_from_the_others(limiting, place):
    async def main():
        async with limiting() as limiter:
            spent = 0
            for step in range(STEPS):
                key = f"{place} {step}"
                calls = [limiter.hit(key), limiter.hit(key), limiter.hit(key)]
                calls[place] = cancelled(calls[place], step)
                hits = await asyncio.gather(*calls, return_exceptions=True)
                others = [hit.remaining for hit in (*hits[:place], *hits[place + 1 :])]
                assert others == sorted(others, reverse=True)
                left = (await limiter.peek(key)).remaining
                assert 997 <= left <= min(others)
                spent += isinstance(hits[place], Decision)
            assert 0 < spent < STEPS  # some were cancelled, and some were faster

    run(main())


def test_a_task_cancelled_alone_at_any_wait_gives_its_connection_back(limiting):
    async def main():
        async with limiting() as limiter:
            await limiter.hit("spent", 1000)
            for step in range(STEPS):
                await cancelled_alone(limiter.hit("key"), step)
                assert [(await limiter.peek(key)).remaining for key in ("new", "spent")] == [1000, 0]

    run(main())


def test_a_task_cancelled_at_any_wait_leaves_no_breaker_stuck(limiting, proxy):
    async def main():
        async with limiting(proxy.connection_url, on_error="deny", pause=0.001) as limiter:
            await limiter.hit("key")
            for step in range(STEPS):
                proxy.cut = 1
                assert not await limiter.hit("key")
                await cancelled_alone(limiter.hit("key"), step)
                async with asyncio.timeout(20):
                    while not await limiter.hit("key"):  # noqa: ASYNC110  a breaker tells nobody
                        await asyncio.sleep(0)

    run(main())


def test_a_trip_that_nobody_waits_for_is_given_up(limiting, proxy):
    async def main():
        async with limiting(proxy.connection_url, connections=2) as limiter:
            await limiter.hit("key")
            before, proxy.hold = proxy.replies, 1
            waiting = [asyncio.create_task(limiter.hit("key")) for _ in range(3)]
            await asyncio.to_thread(until, lambda: proxy.replies > before)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            assert [(await limiter.peek("new")).remaining for _ in range(3)] == [1000] * 3
            proxy.free()

    run(main())


def test_an_event_loop_that_was_stopped_in_the_middle_is_not_waited_for(package, url, prefix):
    client = package.asyncio.Redis.from_url(url)
    limiter = AsyncRedisLimiter(TokenBucket, QUOTA, client, prefix=prefix)
    loop = asyncio.new_event_loop()
    asking = loop.create_task(limiter.hit("key"))
    loop.run_until_complete(asyncio.sleep(0))

    async def main():
        assert await limiter.hit("key")
        await client.aclose()

    run(main())
    asking.cancel()
    loop.run_until_complete(asyncio.gather(asking, return_exceptions=True))
    loop.close()


def test_a_task_alone_waits_for_one_turn_of_the_loop_and_makes_no_task(limiting, monkeypatch):
    turns, tasks = [], []

    async def counted(seconds):
        turns.append(seconds)
        await asyncio.sleep(seconds)

    def noted(loop, coroutine, **options):
        tasks.append(coroutine.cr_code.co_filename)
        return asyncio.Task(coroutine, loop=loop, **options)

    async def main():
        async with limiting() as limiter:
            await limiter.hit("key")
            monkeypatch.setattr(shared_trips, "sleep", counted)
            asyncio.get_running_loop().set_task_factory(noted)
            for number in range(1, 21):
                await limiter.hit("key")
                assert turns == [0] * number
            assert [path for path in tasks if "/ratelimit/" in path] == []  # the client makes some for itself

    run(main())
