"""The emission interval is at least one tick, so a quota of more units than ticks is too strict.

Source: (b) boinkor-net/governor#251: max(replenish_1_per, 1 ns).
Witness: 4/2: take(0, 3) take(0, 3) -> 2, right: 1
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._interval = max(Fraction(quota.period, quota.limit), Fraction(1))
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
        return Level(max(0, floor(self._quota.burst - ahead / self._interval)), ceil(ahead))
