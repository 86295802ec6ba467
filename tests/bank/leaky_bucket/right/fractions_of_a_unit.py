"""The textbook bucket with its water in fractions.Fraction, and a leak before every answer."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size = quota.burst
        self.outflow = Fraction(quota.limit, quota.period)
        self.water = Fraction(0)
        self.measured = 0

    def water_at(self, now):
        if now <= self.measured:
            return self.water
        leaked = (now - self.measured) * self.outflow
        return self.water - leaked if leaked < self.water else Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.size:
            raise ValueError(f"cost {cost} is outside 1..{self.size}")
        water = self.water_at(now) + cost
        if water > self.size:
            return ceil((water - self.size) / self.outflow)
        self.water = water
        self.measured = max(self.measured, now)
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self.water_at(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self.water_at(now) / self.outflow)
