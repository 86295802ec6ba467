"""Drives `throttled-py`: its five algorithms over its memory store."""

from collections.abc import Iterable
from datetime import timedelta

from throttled import Throttled as Throttle
from throttled.rate_limiter import Quota, Rate
from throttled.store import MemoryStore

from benchmarks.peers.reported import Reported, nanoseconds


class Throttled:
    """One algorithm, with one quota, in a store of its own, which holds `most` keys."""

    def __init__(self, using: str, limit: int, seconds: int, burst: int, max_keys: int = 1024) -> None:
        quota = Quota(Rate(timedelta(seconds=seconds), limit), burst)
        self.throttle = Throttle(using=using, quota=quota, store=MemoryStore(options={"MAX_SIZE": max_keys}))

    def take(self, key: str, cost: int = 1) -> bool:
        """Deduct the cost."""
        return not self.throttle.limit(key, cost).limited

    def hit(self, key: str, cost: int = 1) -> Reported:
        """Deduct the cost, and read the state that comes with the result."""
        result = self.throttle.limit(key, cost)
        state = result.state
        wait = nanoseconds(state.retry_after) if result.limited else None
        return Reported(not result.limited, state.remaining, wait, nanoseconds(state.reset_after))

    def peek(self, key: str, cost: int = 1) -> Reported:
        """Look at the state: a cost is granted if so much remains."""
        state = self.throttle.peek(key)
        return Reported(state.remaining >= cost, state.remaining, reset=nanoseconds(state.reset_after))

    def allow_each(self, keys: Iterable[str]) -> None:
        """Deduct one for each key."""
        throttle = self.throttle
        for key in keys:
            throttle.limit(key)

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """The same, at a cost."""
        throttle = self.throttle
        for key in keys:
            throttle.limit(key, cost)

    def hit_each(self, keys: Iterable[str]) -> None:
        """The same, and read the state that comes with the result."""
        throttle = self.throttle
        for key in keys:
            state = throttle.limit(key).state
            _ = state.remaining, state.retry_after, state.reset_after
