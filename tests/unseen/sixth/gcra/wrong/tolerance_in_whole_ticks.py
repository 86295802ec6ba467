"""Wrong: T is exact, but burst*T is cut to whole ticks, so the last unit of a burst may be refused for part of a tick."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._interval = Fraction(quota.period, quota.limit)
        self._max_ahead = quota.burst * quota.period // quota.limit
        self._burst = quota.burst
        self._tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError("cost")
        tat = max(self._tat, Fraction(now)) + cost * self._interval
        too_far = tat - now - self._max_ahead
        if too_far > 0:
            return ceil(too_far)
        self._tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(Fraction(0), self._tat - now)
        return Level(max(0, self._burst - ceil(ahead / self._interval)), ceil(ahead))
