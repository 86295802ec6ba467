"""Counters on Redis or Valkey."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ratelimit.clock import SHORTEST
from ratelimit.gateway.counters import Counters
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota
from ratelimit.redis.asynchronous import AsyncRedisLimiter
from ratelimit.redis.library import Library
from ratelimit.redis.sans_io import SansIOLimiter

if TYPE_CHECKING:
    from redis.asyncio import Redis

_TIMES: Final[Any] = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}  # s, unless the address says others
_NONE: Final = Library("none", ConnectionError, (), ())

_log = logging.getLogger("ratelimit.gateway")


def counters_on(url: str) -> Counters:
    """Return counters that are on a server. Raises `ValueError` for what is no address of one."""
    client = _client(url)

    def new_limiter(algorithms: Sequence[Algorithm], quotas: Sequence[Quota], *, next_after: bool) -> AsyncRedisLimiter:
        _check_periods(quotas)
        return AsyncRedisLimiter(algorithms, quotas, client, on_error="allow", next_after=next_after)

    return Counters(new_limiter)


def as_on_redis(algorithms: Sequence[Algorithm], quotas: Sequence[Quota], **_: Any) -> SansIOLimiter:
    """Make what raises `ValueError` for limits that Redis can't hold, and asks no server."""
    _check_periods(quotas)
    return SansIOLimiter(algorithms, quotas, None, _NONE)


async def tell_if_away(url: str) -> None:
    """Warn if the server doesn't answer now. It may come up later."""
    from redis.asyncio.retry import Retry  # noqa: PLC0415  only who counts there needs it
    from redis.backoff import NoBackoff  # noqa: PLC0415

    try:
        async with _client(url, retry=Retry(NoBackoff(), 0)) as client:
            await client.ping()
    except Exception as error:  # noqa: BLE001  whatever it is, requests are not counted there
        _log.warning("Redis does not answer, on_error decides until it does: %s: %s", type(error).__name__, error)


def _client(url: str, **options: Any) -> "Redis":
    """Return a client. Raises `ValueError` for what is no address, and for options that it doesn't have."""
    from redis.asyncio import Redis  # noqa: PLC0415  as above

    try:
        client = Redis.from_url(url, **_TIMES, **options)
        pool: Any = client.connection_pool
        pool.connection_class(**pool.connection_kwargs)  # it would tell of an option with the first request only
    except (TypeError, ValueError) as error:
        raise ValueError(f"--redis must be like redis://127.0.0.1:6379/0?socket_timeout=0.1: {error}") from error
    return client


def _check_periods(quotas: Sequence[Quota]) -> None:
    """Raise `ValueError` for what is too short there, in words for who writes a file."""
    for quota in quotas:
        if quota.period < SHORTEST:
            raise ValueError(f"period must be at least 1 millisecond on Redis, got that of {quota}")
