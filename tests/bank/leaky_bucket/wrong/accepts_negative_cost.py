"""Accepts a negative cost, with which anybody can bail the bucket out.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0) take(0, -1) take(0)
Expected: 10; yours: 0
Shipped: limits 5.8.0 refills the quota and aiolimiter up to 1.2.1 gave a second burst
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
        if cost == 0 or cost > self.size:
            raise ValueError(f"cost {cost} is zero or above {self.size}")
        self.water, self.last = self._water(now), max(self.last, now)
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.rate)
        self.water = max(Fraction(0), self.water + cost)
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.rate)
