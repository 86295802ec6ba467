"""A take is granted while the water alone is below the brim, whatever its cost adds."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.water, self.clock = Fraction(0), 0

    def _water(self, now: int) -> Fraction:
        return max(Fraction(0), self.water - self.rate * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.water, self.clock = self._water(now), max(now, self.clock)
        if self.water >= self.burst:
            return max(1, ceil((self.water + cost - self.burst) / self.rate))
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, floor(self.burst - self._water(now))), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.rate)
