"""Wrong: no wait is longer than a period, which is true only while the cost is at most the limit."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.period = quota.period
        self.burst = quota.burst
        self.leak = Fraction(quota.limit, quota.period)
        self.water = Fraction(0)
        self.time = 0

    def _water(self, now: int) -> Fraction:
        return max(Fraction(0), self.water - max(0, now - self.time) * self.leak)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost out of range")
        self.water = self._water(now)
        self.time = max(self.time, now)
        over = self.water + cost - self.burst
        if over > 0:
            return min(ceil(over / self.leak), self.period)
        self.water += cost
        return 0

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.leak)

    def level(self, now: int) -> Level:
        return Level(floor(self.burst - self._water(now)), self.delay(now))
