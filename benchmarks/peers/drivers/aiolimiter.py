"""Drives `aiolimiter`, which waits rather than refuses, on an event loop of its own."""

import asyncio
from collections.abc import Iterable

from aiolimiter import AsyncLimiter

from benchmarks.peers.reported import Reported, nanoseconds


class AioLimiter:
    """A leaky bucket for each key. `take` asks for capacity first, and acquires only what it can have at once."""

    def __init__(self, limit: int, seconds: int, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self.limit, self.seconds = limit, seconds
        self.loop = loop or asyncio.new_event_loop()
        self.by_key: dict[str, AsyncLimiter] = {}

    def take(self, key: str, cost: int = 1) -> bool:
        """Acquire if there is capacity."""
        return self.loop.run_until_complete(self._take(key, cost))

    def hit(self, key: str, cost: int = 1) -> Reported:
        """Acquire if there is capacity."""
        return Reported(self.take(key, cost))

    def peek(self, key: str, cost: int = 1) -> Reported:
        """Ask whether there is capacity."""
        return Reported(self.loop.run_until_complete(self._peek(key, cost)))

    def block(self, key: str, cost: int = 1) -> int:
        """Acquire, and return how long that took."""
        return nanoseconds(self.loop.run_until_complete(self._block(key, cost)))

    def allow_each(self, keys: Iterable[str]) -> None:
        """Acquire for each key, if there is capacity, all within one run of the loop."""
        self.spend_each(keys, 1)

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """The same, at a cost."""
        self.loop.run_until_complete(self._spend_each(keys, cost))

    def close(self) -> None:
        """Close its loop."""
        self.loop.close()

    async def _spend_each(self, keys: Iterable[str], cost: int) -> None:
        by_key = self.by_key
        for key in keys:
            limiter = by_key.get(key)
            if limiter is None:
                limiter = by_key[key] = AsyncLimiter(self.limit, self.seconds)
            if limiter.has_capacity(cost):
                await limiter.acquire(cost)

    async def _take(self, key: str, cost: int) -> bool:
        limiter = self._limiter(key)
        if not 0 <= cost <= self.limit or limiter.has_capacity(cost):
            await limiter.acquire(cost)
            return True
        return False

    async def _peek(self, key: str, cost: int) -> bool:
        return self._limiter(key).has_capacity(cost)

    async def _block(self, key: str, cost: int) -> float:
        begun = self.loop.time()
        await self._limiter(key).acquire(cost)
        return self.loop.time() - begun

    def _limiter(self, key: str) -> AsyncLimiter:
        if key not in self.by_key:
            self.by_key[key] = AsyncLimiter(self.limit, self.seconds)
        return self.by_key[key]
