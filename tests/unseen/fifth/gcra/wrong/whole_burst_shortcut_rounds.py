"""Wrong: a take of the whole burst has a shortcut that adds the window, rounded down to ticks, to now."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._step = Fraction(quota.period, quota.limit)
        self._burst = quota.burst
        self._window = quota.burst * quota.period // quota.limit
        self._tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError("cost out of range")
        ahead = max(Fraction(0), self._tat - now)
        if cost == self._burst:
            # all or nothing: only when time has caught up
            if ahead:
                return ceil(ahead)
            self._tat = Fraction(now + self._window)
            return 0
        ahead += cost * self._step
        excess = ahead - self._burst * self._step
        if excess > 0:
            return ceil(excess)
        self._tat = now + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = max(Fraction(0), self._tat - now)
        return Level(max(0, floor(self._burst - ahead / self._step)), ceil(ahead))
