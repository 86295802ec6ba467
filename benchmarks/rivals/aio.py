"""Drives `aiolimiter`, which waits rather than refuses, on an event loop of its own."""

import asyncio

from aiolimiter import AsyncLimiter

from benchmarks.rivals.told import Told, nanoseconds


class Aio:
    """A leaky bucket for each key. `take` asks for capacity first, and acquires only what it can have at once."""

    def __init__(self, limit: int, seconds: int, loop: asyncio.AbstractEventLoop | None = None) -> None:
        self.limit, self.seconds = limit, seconds
        self.loop = loop or asyncio.new_event_loop()
        self.by_key: dict[str, AsyncLimiter] = {}

    def take(self, key: str, cost: int = 1) -> bool:
        """Acquire if there is capacity."""
        return self.loop.run_until_complete(self._take(key, cost))

    def hit(self, key: str, cost: int = 1) -> Told:
        """Acquire if there is capacity."""
        return Told(self.take(key, cost))

    def peek(self, key: str, cost: int = 1) -> Told:
        """Ask whether there is capacity."""
        return Told(self.loop.run_until_complete(self._peek(key, cost)))

    def block(self, key: str, cost: int = 1) -> int:
        """Acquire, and return how long that took."""
        return nanoseconds(self.loop.run_until_complete(self._block(key, cost)))

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
