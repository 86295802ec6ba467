"""Computes the intervals exactly but cuts the tolerance to whole ticks, and refuses what just fits into it.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/10 burst 1: take(0)
Expected: 0; yours: 1
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = Fraction(quota.period, quota.limit)
        self.tolerance = quota.burst * quota.period // quota.limit
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        if tat - now > self.tolerance:
            return ceil(tat - now - self.tolerance)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, 0)
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
