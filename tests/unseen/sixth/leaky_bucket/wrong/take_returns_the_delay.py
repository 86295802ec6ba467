"""Wrong: a granted take answers how long to hold the request back, like nginx without nodelay, where the brief says 0."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.water = Fraction(0)
        self.clock = 0

    def _leaked(self, now: int) -> Fraction:
        return max(Fraction(0), self.water - max(0, now - self.clock) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        water = self._leaked(now)
        self.clock = max(self.clock, now)
        self.water = water
        if water + cost > self.burst:
            return ceil((water + cost - self.burst) / self.rate)
        self.water += cost
        return ceil(water / self.rate)

    def level(self, now: int) -> Level:
        water = self._leaked(now)
        return Level(floor(self.burst - water), ceil(water / self.rate))

    def delay(self, now: int) -> int:
        return ceil(self._leaked(now) / self.rate)
