"""Wrong: delay is the time until a new unit would itself have leaked, so nobody goes ahead at once."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.water = Fraction(0)
        self.at = 0

    def _water(self, now: int) -> Fraction:
        return max(Fraction(0), self.water - self.rate * max(0, now - self.at))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.size:
            raise ValueError(f"cost must be 1..{self.size}")
        self.water = self._water(now)
        self.at = max(self.at, now)
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level(floor(self.size - water), ceil(water / self.rate))

    def delay(self, now: int) -> int:
        return ceil((self._water(now) + 1) / self.rate)
