"""How many decisions do many clients make at once, and how much of the server does each take?"""

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


def decide_for(port: int, batch: int, seconds: float) -> int:
    """Run one client: make decisions until the time is over, and return how many."""
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


def run_floor_for(port: int, _batch: int, seconds: float) -> int:
    """Run one client of the floor, a script that returns 1."""
    with Redis(port=port) as redis:
        sha = redis.script_load("return 1")
        done, end = 0, perf_counter() + seconds
        while perf_counter() < end:
            redis.evalsha(sha, 1, KEYS[done % len(KEYS)])
            done += 1
        return done


def decide_in_asyncio_for(port: int, tasks: int, seconds: float) -> int:
    """Run one process with that many tasks."""

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


def measure_clients(  # noqa: PLR0913, PLR0917  what there is to vary
    port: int, redis: Redis, clients: int, what: Callable[[int, int, float], int], size: int, seconds: float = 1.0
) -> dict[str, float]:
    """Return the decisions a second of that many processes, and the server's processor time for each."""
    with ProcessPoolExecutor(clients) as pool:
        list(pool.map(what, [port] * clients, [size] * clients, [0.1] * clients))  # all are started and connected
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
    """Return all figures."""
    with server() as running, client(running) as redis:
        port = running.port
        measured = {
            f"{clients} process{'es' if clients > 1 else ''}": measure_clients(port, redis, clients, decide_for, 1)
            for clients in (1, 2, 4, 8)
        }
        measured["asyncio, 1 process, 1 task"] = measure_clients(port, redis, 1, decide_in_asyncio_for, 1)
        measured["asyncio, 1 process, 50 tasks"] = measure_clients(port, redis, 1, decide_in_asyncio_for, 50)
        measured["`hit_many` of 10, 1 process"] = measure_clients(port, redis, 1, decide_for, 10)
        measured["`hit_many` of 100, 1 process"] = measure_clients(port, redis, 1, decide_for, 100)
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
