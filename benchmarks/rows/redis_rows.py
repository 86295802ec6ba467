"""The rows of tables about limiters on Redis: the floor, our algorithms, the peers, and the ways to call a limiter."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from benchmarks.harness.question import Kind
from benchmarks.peers import missing
from benchmarks.rows.memory_rows import ALGORITHMS, SECOND, display_name
from ratelimit import Algorithm, MemoryLimiter, Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter

PLENTY, LONG = 1_000_000, 3600
FLOOR = "floor: EVALSHA of a script that returns 1"
Decide = Callable[[int], Any]
"""Makes that many decisions."""


@dataclass(frozen=True)
class RedisRow:
    """One row, and how to make its calls, from the server's port."""

    name: str
    kind: Kind
    algorithm: str
    new: Callable[[int], Decide]


def floor() -> RedisRow:
    """Return the floor: redis-py running a script that does nothing."""

    def new(port: int) -> Decide:
        redis = Redis(port=port)
        sha = redis.script_load("return 1")

        def decide(number: int) -> None:
            for _ in range(number):
                redis.evalsha(sha, 1, "user:0")

        return decide

    return RedisRow(FLOOR, "floor", "", new)


def ours() -> list[RedisRow]:
    """Return the six algorithms, granted."""

    def new_row(name: str, algorithm: Algorithm) -> RedisRow:
        return RedisRow(
            f"ours: {display_name(name)}", "ours", name, _each(lambda port: _limiter(port, algorithm).allow)
        )

    return [new_row(name, algorithm) for name, algorithm in ALGORITHMS.items()]


def peers() -> list[RedisRow]:
    """Return the peers that keep their state on Redis, if they are installed; their laws were tested in memory only."""
    if missing():
        return []
    from benchmarks.peers.redis_peers import REDIS_PEERS, RedisPeer  # noqa: PLC0415  they are an optional extra

    def new_row(name: str, each: RedisPeer) -> RedisRow:
        new = _each(lambda port: each.new(f"redis://localhost:{port}", PLENTY, LONG))
        return RedisRow(f"{name}, on Redis", "peer", each.algorithm, new)

    return [new_row(name, each) for name, each in REDIS_PEERS.items()]


def ways() -> list[RedisRow]:
    """Return the ways to call a token bucket's limiter; the others are compared with the first."""

    def refused(port: int, remember: int = 0) -> Callable[[str], bool]:
        return _spent(_limiter(port, limit=1, remember=remember))

    by_way = {
        "one at a time": _each(lambda port: _limiter(port).allow),
        "one at a time, in full": _each(lambda port: _limiter(port).hit),
        "hit_many of 10 keys": _many(10),
        "hit_many of 100 keys": _many(100),
        "refused": _each(refused),
        "refused, remembered": _each(lambda port: refused(port, 100)),
        "refused, in memory": _each(lambda _: _spent(MemoryLimiter(TokenBucket, _quota(1)))),
        "under asyncio, 1 task": _tasks(1, _limiter_call),
        "under asyncio, 50 tasks": _tasks(50, _limiter_call),
    }
    floors = {
        "floor: EVALSHA under asyncio, 1 task": _tasks(1, _floor_call),
        "floor: EVALSHA, 50 tasks": _tasks(50, _floor_call),
    }
    return [
        *(RedisRow(name, "floor", "", new) for name, new in floors.items()),
        *(RedisRow(f"ours: {name}", "ours", "token_bucket", new) for name, new in by_way.items()),
    ]


def _quota(limit: int) -> Quota:
    return Quota(limit, LONG * SECOND)


def _limiter(port: int, algorithm: Algorithm = TokenBucket, limit: int = PLENTY, remember: int = 0) -> RedisLimiter:
    return RedisLimiter(algorithm, _quota(limit), Redis(port=port), remember=remember)


def _spent(limiter: RedisLimiter | MemoryLimiter) -> Callable[[str], bool]:
    """Return `allow` of a limiter that has refused once, and remembers that if it can."""
    limiter.allow("user:0")
    limiter.allow("user:0")
    return limiter.allow


def _each(new: Callable[[int], Callable[[str], object]]) -> Callable[[int], Decide]:
    def make(port: int) -> Decide:
        call = new(port)

        def decide(number: int) -> None:
            for _ in range(number):
                call("user:0")

        return decide

    return make


def _many(size: int) -> Callable[[int], Decide]:
    def make(port: int) -> Decide:
        limiter, keys = _limiter(port), [f"user:{number}" for number in range(size)]

        def decide(number: int) -> None:
            for _ in range(max(1, number // size)):
                limiter.hit_many(keys)

        return decide

    return make


async def _floor_call(redis: AsyncRedis) -> Callable[[], Any]:
    sha = await redis.script_load("return 1")
    return lambda: redis.evalsha(sha, 1, "user:0")


async def _limiter_call(redis: AsyncRedis) -> Callable[[], Any]:
    limiter = AsyncRedisLimiter(TokenBucket, _quota(PLENTY), redis)
    return lambda: limiter.allow("user:0")


def _tasks(number_of_tasks: int, new: Callable[[AsyncRedis], Any]) -> Callable[[int], Decide]:
    """Return calls by that many tasks at once. The loop and its connections are made before, and not timed."""

    def make(port: int) -> Decide:
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
