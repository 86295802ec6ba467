"""Variant of wrong/leaks_the_burst: a Fraction of water that leaks at a Fraction of a rate."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size = quota.burst
        self.rate = Fraction(quota.burst, quota.period)
        self.water = Fraction(0)
        self.seen = 0

    def water_at(self, now: int) -> Fraction:
        leaked = self.rate * max(0, now - self.seen)
        return max(Fraction(0), self.water - leaked)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost}")
        self.water = self.water_at(now)
        self.seen = max(self.seen, now)
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self.water_at(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self.water_at(now) / self.rate)
