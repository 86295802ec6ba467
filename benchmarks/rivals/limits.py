"""Drives `limits`: its three strategies over its memory storage."""

import time

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import STRATEGIES

from benchmarks.rivals.told import Told, nanoseconds


class Limits:
    """One strategy, with one limit per whole number of seconds."""

    def __init__(self, strategy: str, limit: int, seconds: int) -> None:
        self.storage = MemoryStorage()
        self.limiter = STRATEGIES[strategy](self.storage)
        self.item = RateLimitItemPerSecond(limit, seconds)

    def take(self, key: str, cost: int = 1) -> bool:
        """Hit the limit."""
        return self.limiter.hit(self.item, key, cost=cost)

    def hit(self, key: str, cost: int = 1) -> Told:
        """Hit the limit, then ask for the window's statistics; of an empty window, its reset is the time to wait."""
        granted = self.limiter.hit(self.item, key, cost=cost)
        stats = self.limiter.get_window_stats(self.item, key)
        reset = nanoseconds(stats.reset_time - time.time())
        wait = reset if not granted and stats.remaining == 0 and cost == 1 else None
        return Told(granted, stats.remaining, wait, reset)

    def peek(self, key: str, cost: int = 1) -> Told:
        """Test the limit."""
        return Told(self.limiter.test(self.item, key, cost=cost))
