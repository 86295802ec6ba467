"""Pours first and compares afterwards, so refused water stays in the bucket and piles up above the brim.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 1/10: take(0) take(0) take(10)
Expected: 0; yours: 10
Shipped: limits 5.8.0, fixed window: 8 of 10 used, a refused 5, and then 2 is refused too
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
        self.water = self._water(now) + cost
        self.measured = max(self.measured, now)
        return max(0, ceil((self.water - self.size) / self.outflow))

    def level(self, now: int) -> Level:
        return Level(max(0, floor(self.size - self._water(now))), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.outflow)
