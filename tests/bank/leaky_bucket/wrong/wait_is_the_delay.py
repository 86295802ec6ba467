"""Answers a refusal with the delay: until all the water is gone, not until the request fits.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 2/10: take(0, 2) take(0)
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

    def _water(self, now):
        return max(Fraction(0), self.water - self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.last = self._water(now), max(self.last, now)
        if self.water + cost > self.size:
            return self.delay(now)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.rate)
