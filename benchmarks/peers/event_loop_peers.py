"""The peers in a running event loop, each with its calls for asyncio if it has them."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Protocol

from aiolimiter import AsyncLimiter
from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import STRATEGIES
from throttled.asyncio import MemoryStore, Quota, Rate, Throttled

from benchmarks.peers.drivers.pyrate_limiter import PyrateLimiter
from benchmarks.peers.drivers.rush import Rush
from benchmarks.peers.drivers.token_bucket import TokenBucket


class EventLoopPeer(Protocol):
    """A limiter in a server: each request is a coroutine that asks it."""

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Handle one request for each key, one after another."""


class AsyncLimits:
    """`limits.aio`."""

    def __init__(self, strategy: str, limit: int, seconds: int) -> None:
        self.limiter, self.item = STRATEGIES[strategy](MemoryStorage()), RateLimitItemPerSecond(limit, seconds)

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Await `hit`."""
        limiter, item = self.limiter, self.item

        async def handle(key: str) -> bool:
            return await limiter.hit(item, key)

        for key in keys:
            await handle(key)


class AsyncThrottled:
    """`throttled.asyncio`."""

    def __init__(self, using: str, limit: int, seconds: int, burst: int) -> None:
        quota = Quota(Rate(timedelta(seconds=seconds), limit), burst)
        self.throttle = Throttled(using=using, quota=quota, store=MemoryStore())

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Await `limit`."""
        throttle = self.throttle

        async def handle(key: str) -> bool:
            return not (await throttle.limit(key)).limited

        for key in keys:
            await handle(key)


class AsyncPyrateLimiter(PyrateLimiter):
    """`pyrate-limiter`, by `try_acquire_async`."""

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Await `try_acquire_async`."""
        limiter = self.limiter

        async def handle(key: str) -> bool:
            return await limiter.try_acquire_async(key, blocking=False)

        for key in keys:
            await handle(key)


class AsyncAioLimiter:
    """`aiolimiter`: a limiter for each key, as it has none itself."""

    def __init__(self, limit: int, seconds: int) -> None:
        self.limit, self.seconds = limit, seconds
        self.by_key: dict[str, AsyncLimiter] = {}

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Enter it."""
        by_key = self.by_key

        async def handle(key: str) -> bool:
            limiter = by_key.get(key)
            if limiter is None:
                limiter = by_key[key] = AsyncLimiter(self.limit, self.seconds)
            async with limiter:
                return True

        for key in keys:
            await handle(key)


class AsyncTokenBucket(TokenBucket):
    """`token-bucket`, which has no calls for asyncio."""

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Call `consume`."""
        limiter = self.limiter

        async def handle(key: str) -> bool:
            return limiter.consume(key)

        for key in keys:
            await handle(key)


class AsyncRush(Rush):
    """`rush`, which has no calls for asyncio."""

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Call `check`."""
        throttle = self.throttle

        async def handle(key: str) -> bool:
            return not throttle.check(key, 1).limited

        for key in keys:
            await handle(key)


EVENT_LOOP_PEERS: dict[str, Callable[[int, int, int], EventLoopPeer]] = {  # (limit, seconds, burst)
    "limits: fixed window": lambda n, s, _: AsyncLimits("fixed-window", n, s),
    "throttled-py: fixed window": lambda *q: AsyncThrottled("fixed_window", *q),
    "pyrate-limiter: fixed window": lambda *q: AsyncPyrateLimiter("fixed window", *q),
    "rush: periodic": lambda n, s, _: AsyncRush("periodic", n, s),
    "limits: moving window": lambda n, s, _: AsyncLimits("moving-window", n, s),
    "pyrate-limiter: sliding window log": lambda *q: AsyncPyrateLimiter("sliding log", *q),
    "limits: sliding window counter": lambda n, s, _: AsyncLimits("sliding-window-counter", n, s),
    "throttled-py: sliding window": lambda *q: AsyncThrottled("sliding_window", *q),
    "throttled-py: token bucket": lambda *q: AsyncThrottled("token_bucket", *q),
    "pyrate-limiter: token bucket": lambda *q: AsyncPyrateLimiter("token bucket", *q),
    "token-bucket": lambda *q: AsyncTokenBucket(*q),  # noqa: PLW0108  as above
    "throttled-py: leaking bucket": lambda *q: AsyncThrottled("leaking_bucket", *q),
    "aiolimiter": lambda n, s, _: AsyncAioLimiter(n, s),
    "throttled-py: GCRA": lambda *q: AsyncThrottled("gcra", *q),
    "rush: GCRA": lambda n, s, _: AsyncRush("gcra", n, s),
}
