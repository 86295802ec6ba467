"""Counts in `delay` the water that the last take left, although some has leaked since.

Breaks: law 0 (the formula decides)
Level: delay
Shows: 1/10: take(0) delay(5)
Expected: 5; yours: 10
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.water, self.last = Fraction(0), 0

    def _leak(self, now):
        return max(Fraction(0), self.water - self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.last = self._leak(now), max(self.last, now)
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        water = self._leak(now)
        return Level(floor(self.size - water), ceil(water / self.rate))

    def delay(self, now: int) -> int:
        return ceil(self.water / self.rate)
