"""What does it cost to wait until a replica knows of a grant?"""

from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any

from redis import Redis

from benchmarks.scaling.servers import client, server
from benchmarks.scaling.table import table
from ratelimit import Quota, TokenBucket
from ratelimit.redis import RedisLimiter

ROUNDS, CALLS = 70, 50


def measure() -> dict[str, Any]:
    """Return the time of a decision alone, and of one with a wait for a replica; and how many replicas had it."""
    with (
        server() as primary,
        server(replicaof=f"127.0.0.1 {primary.port}") as replica,
        client(primary) as redis,
        client(replica) as other,
    ):
        _until_connected(other)
        return _compared(redis)


def _compared(redis: Redis) -> dict[str, Any]:
    limiter = RedisLimiter(TokenBucket, Quota.per_minute(1_000_000), redis)
    acknowledged = []

    def decided() -> None:
        limiter.allow("key")

    def waited() -> None:
        limiter.allow("key")
        acknowledged.append(redis.wait(1, 100))  # on the same connection: the pool lends the last one first

    alone, together = [], []
    for _ in range(ROUNDS):
        alone.append(_mean(decided))
        together.append(_mean(waited))
    ratios = [both / one for one, both in zip(alone, together, strict=True)]
    return {
        "alone": median(alone) * 1e6,
        "together": median(together) * 1e6,
        "ratio": [quantiles(ratios)[0], median(ratios), quantiles(ratios)[2]],
        "acknowledged": sum(acknowledged) / len(acknowledged),
    }


def _until_connected(redis: Any) -> None:  # noqa: ANN401  what INFO returns has no type
    while redis.info("replication")["master_link_status"] != "up":
        sleep(0.05)


def _mean(ask: Callable[[], object]) -> float:
    start = perf_counter()
    for _ in range(CALLS):
        ask()
    return (perf_counter() - start) / CALLS


def tables(measured: dict[str, Any]) -> dict[str, str]:
    """Return the tables for the page."""
    least, middle, most = measured["ratio"]
    rows = [
        ("decision", f"{measured['alone']:.0f} µs", "1"),
        ("decision, then `WAIT 1 100`", f"{measured['together']:.0f} µs", f"{middle:.1f} ({least:.1f}-{most:.1f})"),
    ]
    return {"wait": table(("one client, one replica, all on one machine", "time", "ratio (quartiles)"), rows)}
