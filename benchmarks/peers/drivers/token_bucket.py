"""Drives `token-bucket`."""

from collections.abc import Iterable
from math import floor

from token_bucket import Limiter, MemoryStorage

from benchmarks.peers.reported import Reported


class TokenBucket:
    """A bucket for each key, filled at one rate."""

    def __init__(self, limit: int, seconds: int, burst: int) -> None:
        self.storage = MemoryStorage()
        self.limiter = Limiter(limit / seconds, burst, self.storage)

    def take(self, key: str, cost: int = 1) -> bool:
        """Consume tokens."""
        return self.limiter.consume(key, cost)

    def hit(self, key: str, cost: int = 1) -> Reported:
        """Consume tokens, and count what is left; this has just been replenished."""
        granted = self.limiter.consume(key, cost)
        return Reported(granted, floor(self.storage.get_token_count(key)))

    def allow_each(self, keys: Iterable[str]) -> None:
        """Consume a token for each key."""
        limiter = self.limiter
        for key in keys:
            limiter.consume(key)

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """The same, at a cost."""
        limiter = self.limiter
        for key in keys:
            limiter.consume(key, cost)

    def hit_each(self, keys: Iterable[str]) -> None:
        """The same, and count what is left."""
        limiter, storage = self.limiter, self.storage
        for key in keys:
            limiter.consume(key)
            storage.get_token_count(key)
