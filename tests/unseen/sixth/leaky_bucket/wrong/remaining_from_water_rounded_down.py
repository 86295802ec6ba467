"""Wrong: remaining is burst - int(water), one too many whenever part of a unit is in the bucket."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.rate = Fraction(quota.limit, quota.period)
        self._water = Fraction(0)
        self._last = 0

    def water(self, now: int) -> Fraction:
        passed = max(0, now - self._last)
        return max(Fraction(0), self._water - passed * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.quota.burst:
            raise ValueError(f"cost has to be in 1..{self.quota.burst}")
        self._water = self.water(now)
        self._last = max(self._last, now)
        wait = ceil((self._water + cost - self.quota.burst) / self.rate)
        if wait > 0:
            return wait
        self._water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(self.quota.burst - int(self.water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self.water(now) / self.rate)
