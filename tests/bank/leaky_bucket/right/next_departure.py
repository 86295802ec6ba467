"""Keeps when the next departure is due, in ticks and a fraction of one, and lets in who would leave soon enough."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.places = quota.burst
        self.spacing = Fraction(quota.period, quota.limit)
        self.departure = Fraction(0)

    def _queueing(self, now):
        return max(Fraction(0), self.departure - now)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.places:
            raise ValueError(f"cost: {cost}; allowed: 1 to {self.places}")
        longest = (self.places - cost) * self.spacing
        queueing = self._queueing(now)
        if queueing <= longest:
            self.departure = now + queueing + cost * self.spacing
            return 0
        return ceil(queueing - longest)

    def level(self, now: int) -> Level:
        return Level(max(0, floor(self.places - self._queueing(now) / self.spacing)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._queueing(now))
