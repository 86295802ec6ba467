"""Starts with the TAT a whole tolerance ahead, so a new limiter has nothing to give.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 1/10: take(0)
Expected: 0; yours: 10
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.interval = quota.burst, Fraction(quota.period, quota.limit)
        self.tat = self.tolerance = self.burst * self.interval

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        if tat - now > self.tolerance:
            return ceil(tat - now - self.tolerance)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        return Level(max(0, floor((self.tolerance - ahead) / self.interval)), ceil(ahead))
