"""What do many clients get done at once, and how much of the server does a decision take?"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from statistics import median
from time import perf_counter
from typing import Any

from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from benchmarks.scaling.servers import client, server
from benchmarks.scaling.table import count, table
from ratelimit import Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter

QUOTA = Quota.per_minute(1_000_000)  # never refused
KEYS = [f"client {number}" for number in range(1000)]


def drive(port: int, batch: int, seconds: float) -> int:
    """Be one client: decide until the time is over, and return how often."""
    with Redis(port=port) as redis:
        limiter = RedisLimiter(TokenBucket, QUOTA, redis)
        done, end = 0, perf_counter() + seconds
        while perf_counter() < end:
            if batch == 1:
                limiter.allow(KEYS[done % len(KEYS)])
            else:
                limiter.hit_many(KEYS[:batch])
            done += batch
        return done


def ask_for_nothing(port: int, _batch: int, seconds: float) -> int:
    """Be one client that asks for the floor: a script that returns 1."""
    with Redis(port=port) as redis:
        sha = redis.script_load("return 1")
        done, end = 0, perf_counter() + seconds
        while perf_counter() < end:
            redis.evalsha(sha, 1, KEYS[done % len(KEYS)])
            done += 1
        return done


def drive_asyncio(port: int, tasks: int, seconds: float) -> int:
    """Be one process with so many tasks."""

    async def main() -> int:
        redis = AsyncRedis(port=port)
        limiter = AsyncRedisLimiter(TokenBucket, QUOTA, redis)
        end = perf_counter() + seconds

        async def task() -> int:
            done = 0
            while perf_counter() < end:
                await limiter.allow(KEYS[done % len(KEYS)])
                done += 1
            return done

        done = sum(await asyncio.gather(*(task() for _ in range(tasks))))
        await redis.aclose()
        return done

    return asyncio.run(main())


def together(  # noqa: PLR0913, PLR0917  a crowd's measures
    port: int, redis: Redis, clients: int, what: Callable[[int, int, float], int], size: int, seconds: float = 1.0
) -> dict[str, float]:
    """Return what so many processes get done at once, and the server's processor time for each decision."""
    with ProcessPoolExecutor(clients) as pool:
        list(pool.map(what, [port] * clients, [size] * clients, [0.1] * clients))  # all are there, and connected
        rates, costs, loads = [], [], []
        for _ in range(3):
            before = _processor(redis)
            done = sum(pool.map(what, [port] * clients, [size] * clients, [seconds] * clients))
            used = _processor(redis) - before
            rates.append(done / seconds)
            costs.append(used / done * 1e6)
            loads.append(used / seconds)
    return {"per second": median(rates), "processor": median(costs), "load": median(loads)}


def _processor(redis: Redis) -> float:
    used: Any = redis.info("cpu")
    return float(used["used_cpu_user"] + used["used_cpu_sys"])


def measure() -> dict[str, dict[str, float]]:
    """Return all of it."""
    with server() as running, client(running) as redis:
        port = running.port
        measured = {
            f"{clients} process{'es' if clients > 1 else ''}": together(port, redis, clients, drive, 1)
            for clients in (1, 2, 4, 8)
        }
        measured["asyncio, 1 process, 1 task"] = together(port, redis, 1, drive_asyncio, 1)
        measured["asyncio, 1 process, 50 tasks"] = together(port, redis, 1, drive_asyncio, 50)
        measured["`hit_many` of 10, 1 process"] = together(port, redis, 1, drive, 10)
        measured["`hit_many` of 100, 1 process"] = together(port, redis, 1, drive, 100)
    return measured


def tables(measured: dict[str, dict[str, float]]) -> dict[str, str]:
    """Return the tables for the page."""
    rows = [
        (
            name,
            count(row["per second"]),
            f"{row['processor']:.1f} µs",
            f"{row['load']:.0%}",
            count(1e6 / row["processor"]),
        )
        for name, row in measured.items()
    ]
    head = ("`TokenBucket`", "decisions a second", "server's processor, each", "its load", "one core bears")
    return {"together": table(head, rows)}
