"""remaining is worked out from ahead after it was rounded up to whole ticks.

Source: (a) the brief: `burst - ahead / T`, rounded down, with the exact ahead.
Witness: 2/1: take(0) level(0) -> Level(0, 1), right: Level(1, 1)
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
        reset_after = ceil(ahead)
        return Level(max(0, floor(self._quota.burst - reset_after / self._interval)), reset_after)
