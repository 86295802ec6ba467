"""Wrong: `level` and `delay` tell the water of the last take, without what has leaked since; shows when they are asked later."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.water = Fraction(0)
        self.last = 0

    def _leak(self, now: int) -> None:
        if now > self.last:
            self.water = max(Fraction(0), self.water - (now - self.last) * self.rate)
            self.last = now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError(f"cost of {cost} in a bucket of {self.capacity}")
        self._leak(now)
        if self.water + cost <= self.capacity:
            self.water += cost
            return 0
        return ceil((self.water + cost - self.capacity) / self.rate)

    def level(self, now: int) -> Level:
        # must change nothing, so no _leak() here
        return Level(floor(self.capacity - self.water), ceil(self.water / self.rate))

    def delay(self, now: int) -> int:
        return ceil(self.water / self.rate)
