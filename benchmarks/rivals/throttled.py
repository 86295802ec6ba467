"""Drives `throttled-py`: its five algorithms over its memory store."""

from datetime import timedelta

from throttled import Throttled as Throttle
from throttled.rate_limiter import Quota, Rate
from throttled.store import MemoryStore

from benchmarks.rivals.told import Told, nanoseconds


class Throttled:
    """One algorithm, with one quota, in a store of its own."""

    def __init__(self, using: str, limit: int, seconds: int, burst: int) -> None:
        quota = Quota(Rate(timedelta(seconds=seconds), limit), burst)
        self.throttle = Throttle(using=using, quota=quota, store=MemoryStore())

    def take(self, key: str, cost: int = 1) -> bool:
        """Deduct the cost."""
        return not self.throttle.limit(key, cost).limited

    def hit(self, key: str, cost: int = 1) -> Told:
        """Deduct the cost, and read the state that comes with the result."""
        result = self.throttle.limit(key, cost)
        state = result.state
        wait = nanoseconds(state.retry_after) if result.limited else None
        return Told(not result.limited, state.remaining, wait, nanoseconds(state.reset_after))

    def peek(self, key: str, cost: int = 1) -> Told:
        """Look at the state: a cost is granted if so much remains."""
        state = self.throttle.peek(key)
        return Told(state.remaining >= cost, state.remaining, reset=nanoseconds(state.reset_after))
