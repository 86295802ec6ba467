"""Leaks exactly while it refuses, but rounds the water up to whole units when it grants.

Breaks: law 9 (no drift)
Level: leak
Shows: 1/10 burst 2: take(0) take(5) take(10)
Expected: 0; yours: 5
Shipped: throttled-py 3.5.0, leaking bucket, lost the fraction at every admission
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
        water = self._water(now)
        if water + cost > self.size:
            return ceil((water + cost - self.size) / self.outflow)
        self.water = Fraction(ceil(water) + cost)
        self.measured = max(self.measured, now)
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.outflow)
