"""Multiplies the water by `period // limit` whole ticks in `delay`, so long queues come out too short.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/10: take(0, 2) delay(0)
Expected: 7; yours: 6
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.rate = Fraction(quota.limit, quota.period)
        self.water, self.last = Fraction(0), 0

    def _leak(self, now):
        return max(Fraction(0), self.water - self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.water, self.last = self._leak(now), max(self.last, now)
        overflow = self.water + cost - self.quota.burst
        if overflow > 0:
            return ceil(overflow / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        water = self._leak(now)
        return Level(floor(self.quota.burst - water), ceil(water / self.rate))

    def delay(self, now: int) -> int:
        return ceil(self._leak(now) * (self.quota.period // self.quota.limit))
