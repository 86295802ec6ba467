"""What does one decision cost on one connection, beside the floor?"""

from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter

from redis import Redis

from benchmarks.scaling.servers import client, decisions, server
from benchmarks.scaling.table import count, table
from ratelimit import GCRA, FixedWindow, LeakyBucket, Quota, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.protocols import Algorithm
from ratelimit.redis import RedisLimiter

ALGORITHMS: dict[str, Algorithm] = {
    cls.__name__: cls for cls in (FixedWindow, SlidingWindowCounter, TokenBucket, LeakyBucket, GCRA, SlidingLog)
}
QUOTA = Quota.per_minute(1_000_000)  # never refused
KEYS = [f"client {number}" for number in range(1000)]
FLOOR = "floor: `EVALSHA` of `return 1`"
ROUNDS, CALLS = 70, 100  # short turns: a machine's speed changes from second to second


def one_by_one(redis: Redis) -> dict[str, dict[str, float]]:
    """Return what a decision takes on one connection: each way in turn, many times, so that noise affects all alike."""
    sha = redis.script_load("return 1")
    ways: dict[str, Callable[[str], object]] = {FLOOR: lambda key: redis.evalsha(sha, 1, key)}
    ways |= {name: RedisLimiter(algorithm, QUOTA, redis).hit for name, algorithm in ALGORITHMS.items()}
    times: dict[str, list[list[float]]] = {name: [] for name in ways}
    inside: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, ask in ways.items():
            ask(KEYS[0])
            redis.config_resetstat()
            times[name].append([_seconds(ask, KEYS[call % len(KEYS)]) for call in range(CALLS)])
            inside[name].append(decisions(redis)[1])
    floor = [median(row) for row in times[FLOOR]]
    return {name: _summary(rows, inside[name], floor) for name, rows in times.items()}


def _seconds(ask: Callable[[str], object], key: str) -> float:
    start = perf_counter()
    ask(key)
    return perf_counter() - start


def _summary(rows: list[list[float]], inside: list[float], floor: list[float]) -> dict[str, float]:
    ratios = [median(row) / base for row, base in zip(rows, floor, strict=True)]
    hundredths = quantiles([time for row in rows for time in row], n=100)
    return {
        "per second": median(CALLS / sum(row) for row in rows),
        "p50": hundredths[49] * 1e6,
        "p99": hundredths[98] * 1e6,
        "inside": median(inside),
        "ratio": median(ratios),
        "quarter": quantiles(ratios)[0],
        "three quarters": quantiles(ratios)[2],
    }


def measure() -> dict[str, dict[str, float]]:
    """Return all figures."""
    with server() as running, client(running) as redis:
        return one_by_one(redis)


def tables(measured: dict[str, dict[str, float]]) -> dict[str, str]:
    """Return the tables for the page."""
    rows = [
        (
            name if name == FLOOR else f"`{name}`",
            f"{row['ratio']:.2f} ({row['quarter']:.2f}-{row['three quarters']:.2f})",
            count(row["per second"]),
            f"{row['p50']:.0f} µs",
            f"{row['p99']:.0f} µs",
            f"{row['inside']:.1f} µs",
        )
        for name, row in measured.items()
    ]
    head = ("one client, one connection", "time / floor (quartiles)", "a second", "p50", "p99", "inside the server")
    return {"alone": table(head, rows)}
