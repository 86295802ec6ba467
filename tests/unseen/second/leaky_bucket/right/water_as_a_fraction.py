"""Right: the story word for word: a Fraction of water, the tick it was measured at, ceil and floor."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.brim = quota.burst
        self.water = Fraction()
        self.clock = 0

    def _water_at(self, now: int) -> Fraction:
        if now <= self.clock:
            return self.water
        return max(Fraction(), self.water - (now - self.clock) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self.brim:
            raise ValueError("cost never fits")
        self.water = self._water_at(now)
        self.clock = max(self.clock, now)
        excess = self.water + cost - self.brim
        if excess > 0:
            return ceil(excess / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.brim - self._water_at(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water_at(now) / self.rate)
