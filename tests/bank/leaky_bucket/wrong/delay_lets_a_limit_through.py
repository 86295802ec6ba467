"""Lets the first limit's worth of water go ahead undelayed and makes only the rest of a burst queue.

Breaks: law 0 (the formula decides)
Level: delay
Shows: 1/10: take(0) delay(0)
Expected: 10; yours: 0
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.spacing = Fraction(quota.period, quota.limit)
        self.departure = Fraction(0)

    def _queueing(self, now):
        return max(Fraction(0), self.departure - now)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        longest = (self.quota.burst - cost) * self.spacing
        queueing = self._queueing(now)
        if queueing > longest:
            return ceil(queueing - longest)
        self.departure = now + queueing + cost * self.spacing
        return 0

    def level(self, now: int) -> Level:
        queueing = self._queueing(now)
        return Level(max(0, floor(self.quota.burst - queueing / self.spacing)), ceil(queueing))

    def delay(self, now: int) -> int:
        return max(0, ceil(self._queueing(now) - self.quota.limit * self.spacing))
