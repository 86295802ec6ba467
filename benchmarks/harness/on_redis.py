"""Who is measured on Redis, and the ways to ask."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from benchmarks.harness.question import Kind
from benchmarks.harness.subject import ALGORITHMS, SECOND, words
from benchmarks.rivals import missing
from ratelimit import Algorithm, MemoryLimiter, Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter

PLENTY, LONG = 1_000_000, 3600
FLOOR = "floor: EVALSHA of a script that returns 1"
Asks = Callable[[int], Any]
"""Makes so many decisions."""


@dataclass(frozen=True)
class Asker:
    """One row, and how to make what asks, from the server's port."""

    name: str
    kind: Kind
    algorithm: str
    new: Callable[[int], Asks]


def floor() -> Asker:
    """Return the floor: what redis-py takes for a script that does nothing."""

    def new(port: int) -> Asks:
        redis = Redis(port=port)
        sha = redis.script_load("return 1")

        def ask(number: int) -> None:
            for _ in range(number):
                redis.evalsha(sha, 1, "user:0")

        return ask

    return Asker(FLOOR, "floor", "", new)


def ours() -> list[Asker]:
    """Return the six algorithms, granted."""

    def asker(name: str, algorithm: Algorithm) -> Asker:
        return Asker(f"ours: {words(name)}", "ours", name, _each(lambda port: _limiter(port, algorithm).allow))

    return [asker(name, algorithm) for name, algorithm in ALGORITHMS.items()]


def peers() -> list[Asker]:
    """Return the peers that keep their state on Redis, if they are installed; their laws were tested in memory only."""
    if missing():
        return []
    from benchmarks.rivals.shared import SHARED, Shared  # noqa: PLC0415  they are an optional extra

    def asker(name: str, each: Shared) -> Asker:
        new = _each(lambda port: each.new(f"redis://localhost:{port}", PLENTY, LONG))
        return Asker(f"{name}, on Redis", "peer", each.algorithm, new)

    return [asker(name, each) for name, each in SHARED.items()]


def ways() -> list[Asker]:
    """Return the ways to ask for a token bucket's decision; the first is the one that the others are compared with."""

    def refused(port: int, remember: int = 0) -> Callable[[str], bool]:
        return _spent(_limiter(port, limit=1, remember=remember))

    each_way = {
        "one at a time": _each(lambda port: _limiter(port).allow),
        "one at a time, in full": _each(lambda port: _limiter(port).hit),
        "hit_many of 10 keys": _many(10),
        "hit_many of 100 keys": _many(100),
        "refused": _each(refused),
        "refused, remembered": _each(lambda port: refused(port, 100)),
        "refused, in memory": _each(lambda _: _spent(MemoryLimiter(TokenBucket, _quota(1)))),
        "under asyncio, 1 task": _tasks(1, _async_limiter),
        "under asyncio, 50 tasks": _tasks(50, _async_limiter),
    }
    floors = {"floor: EVALSHA under asyncio, 1 task": _tasks(1, _bare), "floor: EVALSHA, 50 tasks": _tasks(50, _bare)}
    return [
        *(Asker(name, "floor", "", new) for name, new in floors.items()),
        *(Asker(f"ours: {name}", "ours", "token_bucket", new) for name, new in each_way.items()),
    ]


def _quota(limit: int) -> Quota:
    return Quota(limit, LONG * SECOND)


def _limiter(port: int, algorithm: Algorithm = TokenBucket, limit: int = PLENTY, remember: int = 0) -> RedisLimiter:
    return RedisLimiter(algorithm, _quota(limit), Redis(port=port), remember=remember)


def _spent(limiter: RedisLimiter | MemoryLimiter) -> Callable[[str], bool]:
    """Return `allow` of a limiter that refuses, and knows it."""
    limiter.allow("user:0")
    limiter.allow("user:0")
    return limiter.allow


def _each(new: Callable[[int], Callable[[str], object]]) -> Callable[[int], Asks]:
    def make(port: int) -> Asks:
        decide = new(port)

        def ask(number: int) -> None:
            for _ in range(number):
                decide("user:0")

        return ask

    return make


def _many(size: int) -> Callable[[int], Asks]:
    def make(port: int) -> Asks:
        limiter, keys = _limiter(port), [f"user:{number}" for number in range(size)]

        def ask(number: int) -> None:
            for _ in range(max(1, number // size)):
                limiter.hit_many(keys)

        return ask

    return make


async def _bare(redis: AsyncRedis) -> Callable[[], Any]:
    sha = await redis.script_load("return 1")
    return lambda: redis.evalsha(sha, 1, "user:0")


async def _async_limiter(redis: AsyncRedis) -> Callable[[], Any]:
    limiter = AsyncRedisLimiter(TokenBucket, _quota(PLENTY), redis)
    return lambda: limiter.allow("user:0")


def _tasks(number_of_tasks: int, new: Callable[[AsyncRedis], Any]) -> Callable[[int], Asks]:
    """Return what asks by so many tasks at once. The loop and its connections are made before, not timed."""

    def make(port: int) -> Asks:
        runner = asyncio.Runner()
        redis = AsyncRedis(port=port)
        decide = runner.run(new(redis))

        async def task(number: int) -> None:
            for _ in range(number):
                await decide()

        async def all_of_them(number: int) -> None:
            await asyncio.gather(*(task(number // number_of_tasks) for _ in range(number_of_tasks)))

        return lambda number: runner.run(all_of_them(number))

    return make
