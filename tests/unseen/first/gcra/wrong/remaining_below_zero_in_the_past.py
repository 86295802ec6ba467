"""Below the clock remaining can be a negative number, because it is not cut at zero.

Source: (a) the brief: at least 0; never answer below zero.
Witness: 4/2: take(2) level(0) -> Level(-1, 3), right: two ints >= 0
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._interval = Fraction(quota.period, quota.limit)
        self._tau = quota.burst * self._interval
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
        return Level(floor(self._quota.burst - ahead / self._interval), ceil(ahead))
