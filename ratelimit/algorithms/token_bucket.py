"""Save up what is not spent."""

from math import gcd

from ratelimit.decision import Level
from ratelimit.quota import Quota


class TokenBucket:
    """Up to `burst` tokens, full when new, refilled continuously with `limit` per `period`.

    To stay whole, tokens are counted in parts, `period` of them to a token: `limit` parts come back each tick.
    """

    __slots__ = ("_burst", "_clock", "_full", "_limit", "_parts", "_period")

    def __init__(self, quota: Quota) -> None:
        common = gcd(quota.limit, quota.period)
        self._limit = quota.limit // common
        self._period = quota.period // common
        self._burst = quota.burst
        self._full = self._parts = quota.burst * self._period
        self._clock = 0  # the highest time that was taken at

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` tokens at `now`: 0, or the ticks to wait. A time before the last counts as the last."""
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}, got {cost}")
        parts = self._parts
        elapsed = now - self._clock
        if elapsed > 0:
            parts += elapsed * self._limit
            if parts > self._full:  # noqa: PLR1730 min(): +130 ns
                parts = self._full
            self._clock = now
        left = parts - cost * self._period
        if left >= 0:
            self._parts = left
            return 0
        self._parts = parts
        return -(left // self._limit)

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        elapsed = max(0, now - self._clock)
        parts = min(self._full, self._parts + elapsed * self._limit)
        return Level(parts // self._period, -((parts - self._full) // self._limit))
