"""Does not move its clock while it is empty, and lets the next water leak for the idle time before it came.

Breaks: law 0 (the formula decides)
Level: leak
Shows: 1/10: take(10) take(10)
Expected: 10; yours: 0
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.water, self.last = Fraction(0), 0

    def _at(self, now):
        if self.water == 0:
            return self.water, self.last
        return max(Fraction(0), self.water - self.rate * max(0, now - self.last)), max(self.last, now)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.last = self._at(now)
        overflow = self.water + cost - self.size
        if overflow > 0:
            return ceil(overflow / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self._at(now)[0]), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._at(now)[0] / self.rate)
