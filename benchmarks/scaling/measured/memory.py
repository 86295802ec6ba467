"""How much memory does a key take, for how long?"""

from time import perf_counter, sleep
from typing import Any

from redis import Redis

from benchmarks.scaling.servers import client, server
from benchmarks.scaling.table import count, table
from ratelimit import GCRA, FixedWindow, LeakyBucket, Quota, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.protocols import Algorithm
from ratelimit.redis import RedisLimiter

ALGORITHMS: dict[str, Algorithm] = {
    cls.__name__: cls for cls in (FixedWindow, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA, SlidingLog)
}
MANY = 20_000
FLOOD = 2_000  # new keys a second


def lifetime(algorithm: str, quota: Quota) -> float:
    """Return the seconds that a key with one request is kept, at most; one of them is a margin."""
    period = quota.period / 1e9
    spans = {"FixedWindow": period, "SlidingLog": period, "SlidingWindowCounter": 2 * period}
    return spans.get(algorithm, period / quota.limit) + 1


def empty(redis: Any) -> None:  # noqa: ANN401  untyped in redis-py
    """Drop all keys, and wait until their memory is free."""
    redis.execute_command("FLUSHALL", "SYNC")


def usage(redis: Any) -> int:  # noqa: ANN401  as above
    """Return the bytes of the only key, all of its entries counted."""
    return int(redis.memory_usage(redis.randomkey(), samples=0))


def weigh(redis: Redis, algorithm: str) -> dict[str, float]:
    """Return the bytes of one key by `MEMORY USAGE`, and of one among many by the server's total use."""
    limiter = RedisLimiter(ALGORITHMS[algorithm], Quota.per_hour(1_000), redis)
    empty(redis)
    limiter.allow("client 0")
    one = usage(redis)
    before: Any = redis.info("memory")
    for batch in range(1, MANY, 500):
        limiter.hit_many([f"client {number}" for number in range(batch, batch + 500)])
    after: Any = redis.info("memory")
    return {"usage": one, "share": (after["used_memory"] - before["used_memory"]) / MANY}


def log(redis: Redis, entries: int) -> int:
    """Return the bytes of a sliding log that holds that many grants at different instants."""
    empty(redis)
    limiter = RedisLimiter(SlidingLog, Quota.per_hour(100_000), redis)
    for _ in range(entries):
        limiter.allow("client 0")
    return usage(redis)


def flood(redis: Redis, algorithm: str) -> float:
    """Return the highest number of keys while new ones come at a steady rate, in seconds of that rate."""
    empty(redis)
    limiter = RedisLimiter(ALGORITHMS[algorithm], Quota.per_second(10), redis)
    start, sent, most = perf_counter(), 0, 0
    while sent < 5 * FLOOD:
        limiter.hit_many([f"client {sent + number}" for number in range(20)])
        sent += 20
        most = max(most, int(redis.dbsize()))
        sleep(max(0, start + sent / FLOOD - perf_counter()))
    return most / FLOOD


def measure() -> dict[str, Any]:
    """Return all figures."""
    with server() as running, client(running) as redis:
        floods = ("FixedWindow", "SlidingWindowCounter", "GCRA")
        return {
            "bytes": {algorithm: weigh(redis, algorithm) for algorithm in ALGORITHMS},
            "log": {str(entries): log(redis, entries) for entries in (1, 10, 100, 1_000, 10_000)},
            "flood": {algorithm: flood(redis, algorithm) for algorithm in floods},
        }


def tables(measured: dict[str, Any]) -> dict[str, str]:
    """Return the tables for the page."""
    quota = Quota.per_minute(100)
    rows = []
    for algorithm, figures in measured["bytes"].items():
        lasts = lifetime(algorithm, quota)
        seen = measured["flood"].get(algorithm)
        short = lifetime(algorithm, Quota.per_second(10))
        rows.append(
            (
                f"`{algorithm}`",
                figures["usage"],
                count(figures["share"]),
                f"{lasts:g} s",
                f"{10_000 * lasts * figures['share'] / 1e6:,.0f} MB",
                f"{seen:.1f} s of {short:g} s" if seen else "",
            )
        )
    head = (
        "algorithm",
        "`MEMORY USAGE`",
        "bytes a key, all in all",
        "kept after one request, 100/minute",
        "10,000 new keys a second",
        "flood seen, 10/second",
    )
    logs = ("one `SlidingLog` key", *(count(figure) for figure in measured["log"].values()))
    heads = ("grants in the window", *(count(int(entries)) for entries in measured["log"]))
    return {
        "bytes": table(head, rows),
        "log": table(heads, [logs]),
    }
