"""The rivals within a running event loop, each with its calls for asyncio, where it has them."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Protocol

from aiolimiter import AsyncLimiter
from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import STRATEGIES
from throttled.asyncio import MemoryStore, Quota, Rate, Throttled

from benchmarks.rivals.pyrate import Pyrate
from benchmarks.rivals.rush import Rush
from benchmarks.rivals.token_bucket import TokenBucket


class Serving(Protocol):
    """A limiter in a server: each request is a coroutine that asks it."""

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Handle one request for each key, one after another."""


class Limits:
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


class Throttle:
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


class Acquired(Pyrate):
    """`pyrate-limiter`, by `try_acquire_async`."""

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Await `try_acquire_async`."""
        limiter = self.limiter

        async def handle(key: str) -> bool:
            return await limiter.try_acquire_async(key, blocking=False)

        for key in keys:
            await handle(key)


class Aio:
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


class Consumed(TokenBucket):
    """`token-bucket`, which has no calls for asyncio."""

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Call `consume`."""
        limiter = self.limiter

        async def handle(key: str) -> bool:
            return limiter.consume(key)

        for key in keys:
            await handle(key)


class Checked(Rush):
    """`rush`, which has no calls for asyncio."""

    async def serve_each(self, keys: Iterable[str]) -> None:
        """Call `check`."""
        throttle = self.throttle

        async def handle(key: str) -> bool:
            return not throttle.check(key, 1).limited

        for key in keys:
            await handle(key)


SERVING: dict[str, Callable[[int, int, int], Serving]] = {  # (limit, seconds, burst)
    "limits: fixed window": lambda n, s, _: Limits("fixed-window", n, s),
    "throttled-py: fixed window": lambda *q: Throttle("fixed_window", *q),
    "pyrate-limiter: fixed window": lambda *q: Acquired("fixed window", *q),
    "rush: periodic": lambda n, s, _: Checked("periodic", n, s),
    "limits: moving window": lambda n, s, _: Limits("moving-window", n, s),
    "pyrate-limiter: sliding window log": lambda *q: Acquired("sliding log", *q),
    "limits: sliding window counter": lambda n, s, _: Limits("sliding-window-counter", n, s),
    "throttled-py: sliding window": lambda *q: Throttle("sliding_window", *q),
    "throttled-py: token bucket": lambda *q: Throttle("token_bucket", *q),
    "pyrate-limiter: token bucket": lambda *q: Acquired("token bucket", *q),
    "token-bucket": lambda *q: Consumed(*q),  # noqa: PLW0108  as above
    "throttled-py: leaking bucket": lambda *q: Throttle("leaking_bucket", *q),
    "aiolimiter": lambda n, s, _: Aio(n, s),
    "throttled-py: GCRA": lambda *q: Throttle("gcra", *q),
    "rush: GCRA": lambda n, s, _: Checked("gcra", n, s),
}
