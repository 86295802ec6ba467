"""Measures the water in floats, and what should be gone exactly has a speck left.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/10: take(0) take(1) take(2) take(3) take(4) take(5) take(6) take(7) take(8) take(9) take(10)
Expected: 0; yours: 1
Shipped: not known
"""

from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size, self.rate = quota.burst, quota.limit / quota.period
        self.water, self.last = 0.0, 0

    def _water(self, now):
        return max(0.0, self.water - self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.last = self._water(now), max(self.last, now)
        overflow = self.water + cost - self.size
        if overflow > 0:
            return ceil(overflow / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, floor(self.size - self._water(now))), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.rate)
