"""Drives `limits`: its three strategies over its memory storage."""

import time
from collections.abc import Iterable

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import STRATEGIES

from benchmarks.peers.reported import Reported, nanoseconds


class Limits:
    """One strategy, with one limit per whole number of seconds."""

    def __init__(self, strategy: str, limit: int, seconds: int) -> None:
        self.storage = MemoryStorage()
        self.limiter = STRATEGIES[strategy](self.storage)
        self.item = RateLimitItemPerSecond(limit, seconds)

    def take(self, key: str, cost: int = 1) -> bool:
        """Hit the limit."""
        return self.limiter.hit(self.item, key, cost=cost)

    def hit(self, key: str, cost: int = 1) -> Reported:
        """Hit the limit, then ask for the window's statistics; of an empty window, its reset is the time to wait."""
        granted = self.limiter.hit(self.item, key, cost=cost)
        stats = self.limiter.get_window_stats(self.item, key)
        reset = nanoseconds(stats.reset_time - time.time())
        wait = reset if not granted and stats.remaining == 0 and cost == 1 else None
        return Reported(granted, stats.remaining, wait, reset)

    def peek(self, key: str, cost: int = 1) -> Reported:
        """Test the limit."""
        return Reported(self.limiter.test(self.item, key, cost=cost))

    def allow_each(self, keys: Iterable[str]) -> None:
        """Hit the limit for each key."""
        limiter, item = self.limiter, self.item
        for key in keys:
            limiter.hit(item, key)

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """The same, at a cost."""
        limiter, item = self.limiter, self.item
        for key in keys:
            limiter.hit(item, key, cost=cost)

    def hit_each(self, keys: Iterable[str]) -> None:
        """The same, and ask for the window's statistics."""
        limiter, item = self.limiter, self.item
        for key in keys:
            limiter.hit(item, key)
            limiter.get_window_stats(item, key)

    def close(self) -> None:
        """Stop its sweeper, a thread that would go through its keys once more."""
        self.storage.timer.cancel()
        self.storage.timer.join()
