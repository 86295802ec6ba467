"""Leaks and moves its clock before it checks the cost, so a call that raises makes room for earlier callers.

Breaks: law 6 (a call that raises does not move the clock)
Level: cost
Shows: 1/10: take(0) take(20, 2) take(5)
Expected: 5; yours: 0
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
        self.water, self.measured = self._water(now), max(self.measured, now)
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.outflow)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.outflow)
