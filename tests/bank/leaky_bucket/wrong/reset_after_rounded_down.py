"""Rounds `reset_after` down (but the delay up), to a tick at which there is still a drop left.

Breaks: law 7 (level is exact)
Level: level
Shows: 3/10: take(0) level(0)
Expected: Level(remaining=2, reset_after=4); yours: Level(remaining=2, reset_after=3)
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
        queueing = self._queueing(now)
        too_long = queueing - (self.places - cost) * self.spacing
        if too_long > 0:
            return ceil(too_long)
        self.departure = now + queueing + cost * self.spacing
        return 0

    def level(self, now: int) -> Level:
        queueing = self._queueing(now)
        return Level(max(0, floor(self.places - queueing / self.spacing)), floor(queueing))

    def delay(self, now: int) -> int:
        return ceil(self._queueing(now))
