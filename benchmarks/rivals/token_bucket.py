"""Drives `token-bucket`."""

from math import floor

from token_bucket import Limiter, MemoryStorage

from benchmarks.rivals.told import Told


class TokenBucket:
    """A bucket for each key, filled at one rate."""

    def __init__(self, limit: int, seconds: int, burst: int) -> None:
        self.storage = MemoryStorage()
        self.limiter = Limiter(limit / seconds, burst, self.storage)

    def take(self, key: str, cost: int = 1) -> bool:
        """Consume tokens."""
        return self.limiter.consume(key, cost)

    def hit(self, key: str, cost: int = 1) -> Told:
        """Consume tokens, and count what is left; this has just been replenished."""
        granted = self.limiter.consume(key, cost)
        return Told(granted, floor(self.storage.get_token_count(key)))
