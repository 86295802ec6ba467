"""Cuts the time to whole milliseconds, so nothing leaks within one.

Breaks: law 0 (the formula decides)
Level: leak
Shows: 1/1000000: take(0) take(999999)
Expected: 1; yours: 1000000
Shipped: throttled-py 3.5.0 with whole seconds: retry_after was 1 s, yet it admitted 0.1 s later
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota

MS = 1_000_000


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size, self.outflow = quota.burst, Fraction(quota.limit, quota.period)
        self.water, self.measured = Fraction(0), 0

    def _water(self, now):
        elapsed = max(0, now // MS * MS - self.measured)
        return max(Fraction(0), self.water - elapsed * self.outflow)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.measured = self._water(now), max(self.measured, now // MS * MS)
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.outflow)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.outflow)
