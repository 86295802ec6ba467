"""Wrong: the check is whether one more unit fits, whatever the cost, and all of it is poured in; shows in a cost of 2 or more with room for 1."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.rate = Fraction(quota.limit, quota.period)
        self.water = Fraction(0)
        self.at = 0

    def _leak(self, now: int) -> Fraction:
        return max(Fraction(0), self.water - max(0, now - self.at) * self.rate)

    def _overflows(self, water: Fraction, amount: int = 1) -> bool:
        return water + amount > self.quota.burst

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"impossible cost: {cost}")
        water = self._leak(now)
        self.at = max(now, self.at)
        if self._overflows(water):
            self.water = water
            return ceil((water + cost - self.quota.burst) / self.rate)
        self.water = water + cost
        return 0

    def level(self, now: int) -> Level:
        water = self._leak(now)
        return Level(max(0, floor(self.quota.burst - water)), ceil(water / self.rate))

    def delay(self, now: int) -> int:
        return ceil(self._leak(now) / self.rate)
