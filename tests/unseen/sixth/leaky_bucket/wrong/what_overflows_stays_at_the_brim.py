"""Wrong: pours first and lets the rest run over, so a refused take leaves the bucket full: refusals aren't free."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity = Fraction(quota.burst)
        self.ticks_per_unit = Fraction(quota.period, quota.limit)
        self.water = Fraction(0)
        self.checked = 0

    def _leak(self, now: int) -> Fraction:
        return max(Fraction(0), self.water - max(0, now - self.checked) / self.ticks_per_unit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError("such a cost never fits")
        self.water = self._leak(now) + cost
        self.checked = max(now, self.checked)
        overflow = self.water - self.capacity
        if overflow <= 0:
            return 0
        self.water = self.capacity
        return ceil(overflow * self.ticks_per_unit)

    def level(self, now: int) -> Level:
        return Level(floor(self.capacity - self._leak(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._leak(now) * self.ticks_per_unit)
