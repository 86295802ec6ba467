"""Drives `rush`: its two limiters over its dictionary store."""

from collections.abc import Iterable
from datetime import timedelta

from rush.limiters.gcra import GenericCellRatelimiter
from rush.limiters.periodic import PeriodicLimiter
from rush.quota import Quota
from rush.stores.dictionary import DictionaryStore
from rush.throttle import Throttle

from benchmarks.peers.reported import MICROSECOND, Reported

LIMITERS = {"periodic": PeriodicLimiter, "gcra": GenericCellRatelimiter}


class Rush:
    """One limiter, with one quota that has no burst of its own."""

    def __init__(self, limiter: str, limit: int, seconds: int) -> None:
        self.store = DictionaryStore()
        self.throttle = Throttle(Quota(timedelta(seconds=seconds), limit), LIMITERS[limiter](self.store))

    def take(self, key: str, cost: int = 1) -> bool:
        """Check a quantity."""
        return not self.throttle.check(key, cost).limited

    def hit(self, key: str, cost: int = 1) -> Reported:
        """Check a quantity, and read the whole result; of its times, those below 0 mean that there is none."""
        result = self.throttle.check(key, cost)
        wait = _nanoseconds(result.retry_after) if result.limited else None
        return Reported(not result.limited, result.remaining, wait, _nanoseconds(result.reset_after))

    def peek(self, key: str, cost: int = 1) -> Reported:
        """Look at the usage: one is granted if the key is not limited, and more if so many remain."""
        result = self.throttle.peek(key)
        return Reported(not result.limited and (cost == 1 or result.remaining >= cost), result.remaining)

    def allow_each(self, keys: Iterable[str]) -> None:
        """Check one for each key."""
        throttle = self.throttle
        for key in keys:
            throttle.check(key, 1)

    def spend_each(self, keys: Iterable[str], cost: int) -> None:
        """The same, at a cost."""
        throttle = self.throttle
        for key in keys:
            throttle.check(key, cost)

    def hit_each(self, keys: Iterable[str]) -> None:
        """The same, and read the whole result."""
        throttle = self.throttle
        for key in keys:
            result = throttle.check(key, 1)
            _ = result.remaining, result.retry_after, result.reset_after


def _nanoseconds(time: timedelta) -> int | None:
    return None if time < timedelta() else time // timedelta(microseconds=1) * MICROSECOND
