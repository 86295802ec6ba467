"""Goes on leaking when it is empty, and the negative water makes room for more than the burst.

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

    def _water(self, now):
        return self.water - self.rate * max(0, now - self.last)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.last = self._water(now), max(self.last, now)
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return max(0, ceil(self._water(now) / self.rate))
