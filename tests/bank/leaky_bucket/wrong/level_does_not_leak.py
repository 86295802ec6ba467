"""Works out `remaining` from the water that the last take left, as if none had leaked since.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(0) level(10)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=0, reset_after=0)
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
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.measured = self._water(now), max(self.measured, now)
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.outflow)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self.water), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.outflow)
