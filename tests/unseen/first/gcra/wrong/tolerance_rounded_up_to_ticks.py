"""burst*T is rounded up to whole ticks.

Source: (a) the brief: T is a fraction that is never rounded.
Witness: 5/7 burst 1: take(0) take(0) -> 1, right: 2
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._interval = Fraction(quota.period, quota.limit)
        self._tau = ceil(quota.burst * self._interval)
        self._tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost out of range")
        tat = max(self._tat, Fraction(now))
        new = tat + cost * self._interval
        early = new - now - self._tau
        if early > 0:
            return ceil(early)
        self._tat = new
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self._tat - now, Fraction(0))
        return Level(max(0, floor(self._quota.burst - ahead / self._interval)), ceil(ahead))
