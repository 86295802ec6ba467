"""Wrong: `remaining` is not kept at 0 or above, as TAT is never further ahead than burst*T; shows in a level below the clock, where it is."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._burst = quota.burst
        self._interval = Fraction(quota.period, quota.limit)
        self._tolerance = quota.burst * self._interval
        self._tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be 1..{self._burst}, got {cost}")
        x = max(self._tat, Fraction(now)) + cost * self._interval
        if x - now > self._tolerance:
            return ceil(x - now - self._tolerance)
        self._tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self._tat, Fraction(now)) - now
        return Level((self._tolerance - ahead) // self._interval, ceil(ahead))
