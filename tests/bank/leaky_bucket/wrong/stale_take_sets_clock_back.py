"""Sets the time of the last leak back on a take from the past, and lets the same stretch leak twice.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(0) take(10)
Expected: 10; yours: 0
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
        elapsed = now - self.measured if now > self.measured else 0
        return max(Fraction(0), self.water - elapsed * self.outflow)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.measured = self._water(now), now
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.outflow)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.outflow)
