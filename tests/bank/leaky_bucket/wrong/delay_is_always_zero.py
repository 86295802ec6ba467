"""Answers every `delay` with 0, so whatever was let in may go ahead at once, in a burst.

Breaks: law 0 (the formula decides)
Level: delay
Shows: 1/10: take(0) delay(0)
Expected: 10; yours: 0
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size, self.outflow = quota.burst, Fraction(quota.limit, quota.period)
        self.water, self.measured = Fraction(0), 0

    def _water(self, now):
        return max(Fraction(0), self.water - max(0, now - self.measured) * self.outflow)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.measured = self._water(now), max(self.measured, now)
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.outflow)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level(floor(self.size - water), ceil(water / self.outflow))

    def delay(self, now: int) -> int:
        return 0
