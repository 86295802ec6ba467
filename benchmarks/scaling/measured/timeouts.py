"""How long does a request take while Redis is away?"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import AF_INET, SOCK_STREAM, socket
from statistics import median
from time import perf_counter
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from benchmarks.scaling.servers import server
from benchmarks.scaling.table import table
from ratelimit import GCRA, Quota
from ratelimit.redis import RedisLimiter

ASKS = 200


@contextmanager
def stopped(choices: dict[str, Any]) -> Iterator[Redis]:
    """Yield a client that was connected to a server before that stopped answering."""
    with server() as running:
        redis = Redis(port=running.port, **choices)
        RedisLimiter(GCRA, Quota.per_second(1), redis).allow("key")
        info: Any = redis.info("server")
        os.kill(info["process_id"], signal.SIGSTOP)
        try:
            yield redis
        finally:
            os.kill(info["process_id"], signal.SIGCONT)


@contextmanager
def refused(choices: dict[str, Any]) -> Iterator[Redis]:
    """Yield a client of a port on which nothing listens."""
    with socket(AF_INET, SOCK_STREAM) as unused:
        unused.bind(("127.0.0.1", 0))
        yield Redis(port=unused.getsockname()[1], **choices)


@contextmanager
def silent(choices: dict[str, Any]) -> Iterator[Redis]:
    """Yield a client of a host that answers nothing: here, a port that accepts no more connections."""
    with socket(AF_INET, SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        pending = []
        for _ in range(3):
            connection = socket(AF_INET, SOCK_STREAM)
            connection.setblocking(False)  # noqa: FBT003  as it is called
            connection.connect_ex(listener.getsockname())
            pending.append(connection)
        yield Redis(port=listener.getsockname()[1], **choices)
        for connection in pending:
            connection.close()


CLIENTS: dict[str, dict[str, Any]] = {
    "redis-py's defaults": {},
    "0.2 s, no retries": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "retry": Retry(NoBackoff(), 0)},
}
OUTAGES = {"stops answering": stopped, "refuses connections": refused, "the host is silent": silent}


def first_and_next(redis: Redis, asks: int, **choices: Any) -> tuple[float, float]:  # noqa: ANN401  the limiter's
    """Return the seconds that the first request takes, and the median of some more."""
    limiter = RedisLimiter(GCRA, Quota.per_second(1), redis, **choices)
    times = []
    for _ in range(1 + asks):
        start = perf_counter()
        with suppress(RedisError):
            limiter.allow("key")
        times.append(perf_counter() - start)
    return times[0], median(times[1:] or times)


def measure() -> dict[str, dict[str, list[float]]]:
    """Return the times; most of a minute is spent waiting."""
    measured: dict[str, dict[str, list[float]]] = {}
    for outage, away in OUTAGES.items():
        for name, choices in CLIENTS.items():
            with away(choices) as redis:
                first, _ = first_and_next(redis, 0)
                _, later = first_and_next(redis, ASKS, on_error="deny") if choices else (0.0, 0.0)
            measured.setdefault(outage, {})[name] = [first, later]
    return measured


def tables(measured: dict[str, dict[str, list[float]]]) -> dict[str, str]:
    """Return the tables for the page."""
    rows = []
    for outage, row in measured.items():
        default, ours = row.values()
        rows.append((outage, f"{default[0]:.1f} s", f"{ours[0] * 1000:.1f} ms", f"{ours[1] * 1e6:.0f} µs"))
    head = ("Redis", "default time-outs and retries", "0.2 s, no retries", "the same, next requests with `on_error`")
    return {"timeouts": table(head, rows)}
