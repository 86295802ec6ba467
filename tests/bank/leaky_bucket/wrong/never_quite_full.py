"""Refuses what would fill the bucket exactly to the brim.

Breaks: law 0 (the formula decides)
Level: fill
Shows: 1/10: take(0)
Expected: 0; yours: 1
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.places, self.spacing = quota.burst, Fraction(quota.period, quota.limit)
        self.departure = Fraction(0)

    def _queueing(self, now):
        return max(Fraction(0), self.departure - now)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.places:
            raise ValueError(f"cost {cost} is not between 1 and {self.places}")
        longest = (self.places - cost) * self.spacing
        queueing = self._queueing(now)
        if queueing < longest:
            self.departure = now + queueing + cost * self.spacing
            return 0
        return max(1, ceil(queueing - longest))

    def level(self, now: int) -> Level:
        return Level(max(0, floor(self.places - self._queueing(now) / self.spacing)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._queueing(now))
