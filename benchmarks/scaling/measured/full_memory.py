"""What happens to limits when the server's memory is full, under each policy?"""

from time import sleep
from typing import Any

from benchmarks.scaling.measured.memory import ALGORITHMS
from benchmarks.scaling.servers import client, server
from benchmarks.scaling.table import table
from ratelimit import Quota
from ratelimit.redis import RedisLimiter

POLICIES = ("noeviction", "allkeys-lru", "volatile-ttl")


def fill_memory(algorithm: str, policy: str) -> dict[str, int]:
    """Return what a flood of new keys does to 200 keys that have spent their quota, with 4 MB of memory left."""
    with server() as running, client(running) as redis:
        limiter = RedisLimiter(ALGORITHMS[algorithm], Quota.per_hour(10), redis, on_error="deny")
        spent = [f"spent {number}" for number in range(200)]
        limiter.hit_many(spent, cost=10)
        used: Any = redis.info("memory")
        redis.config_set("maxmemory", used["used_memory"] + 4_000_000)
        redis.config_set("maxmemory-policy", policy)
        sleep(0.1)
        for batch in range(0, 100_000, 500):
            limiter.hit_many([f"client {number}" for number in range(batch, batch + 500)])
        again = sum(decision.allowed for decision in limiter.hit_many(spent))
        new = sum(decision.allowed for decision in limiter.hit_many([f"new {number}" for number in range(200)]))
        return {"spent again": again, "new served": new}


def measure() -> dict[str, dict[str, dict[str, int]]]:
    """Return all figures."""
    names = ("TokenBucket", "FixedWindow", "SlidingLog")
    return {policy: {name: fill_memory(name, policy) for name in names} for policy in POLICIES}


def tables(measured: dict[str, dict[str, dict[str, int]]]) -> dict[str, str]:
    """Return the tables for the page."""
    rows = [
        (f"`{policy}`", *(f"{cell['spent again']} and {cell['new served']}" for cell in row.values()))
        for policy, row in measured.items()
    ]
    names = (f"`{name}`" for name in measured["noeviction"])
    return {"starve": table(("of 200 spent keys, how many spend again; of 200 new ones, how many spend", *names), rows)}
