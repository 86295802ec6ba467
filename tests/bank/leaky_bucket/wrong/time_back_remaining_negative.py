"""Lets `remaining` fall below zero when the clock has gone back.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(1000) level(0)
Expected: a Level with nothing below zero; yours: Level(remaining=-100, reset_after=1010)
Shipped: throttled-py 3.5.0, leaking bucket in memory: no max(0, elapsed), so a clock 100 s back showed remaining -995
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.size, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.water, self.last = Fraction(0), 0

    def _water(self, now):
        return max(Fraction(0), self.water - self.rate * (now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.size:
            raise ValueError(f"cost {cost} is not between 1 and {self.size}")
        self.water, self.last = self._water(now), now
        if self.water + cost > self.size:
            return ceil((self.water + cost - self.size) / self.rate)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.size - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.rate)
