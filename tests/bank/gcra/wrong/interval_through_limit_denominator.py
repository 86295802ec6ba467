"""Makes the interval from the float `period / limit` by `limit_denominator`, inexact for great numbers.

Breaks: law 9 (No drift)
Level: exact
Shows: 7/31536000000000000 burst 1: take(0) take(0)
Expected: 4505142857142858; yours: 4505142857142857
Shipped: not known
"""

import math
from fractions import Fraction
from typing import Tuple

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._interval = Fraction(quota.period / quota.limit).limit_denominator()
        self._burst = quota.burst
        self._window = self._interval * quota.burst
        self._tat = Fraction(0)

    def _schedule(self, now: int, cost: int) -> Tuple[Fraction, Fraction]:
        new_tat = max(self._tat, Fraction(now)) + self._interval * cost
        return new_tat, new_tat - now - self._window

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be between 1 and {self._burst}, was {cost}")
        new_tat, early = self._schedule(now, cost)
        if early > 0:
            return math.ceil(early)
        self._tat = new_tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(Fraction(0), self._tat - now)
        remaining = math.floor(max(Fraction(0), self._window - ahead) / self._interval)
        return Level(remaining, math.ceil(ahead))
