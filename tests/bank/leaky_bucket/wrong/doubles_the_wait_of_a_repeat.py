"""Backs off: a second refusal in a row, and every one after it, is told twice its wait.

Breaks: law 4 (The wait is exact)
Level: refusal
Shows: 1/10 burst 1: take(0) take(5) take(6)
Expected: 4; yours: 8
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota

MAX_BACKOFF = 5


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.unit_time = Fraction(quota.period, quota.limit)
        self.water = Fraction(0)
        self.clock = 0
        self.strikes = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be 1..{self.quota.burst}")
        self.water = self._water(now)
        self.clock = max(self.clock, now)
        excess = self.water + cost - self.quota.burst
        if excess <= 0:
            self.water += cost
            self.strikes = 0
            return 0
        wait = ceil(excess * self.unit_time) << self.strikes
        self.strikes = min(self.strikes + 1, MAX_BACKOFF)
        return wait

    def level(self, now: int) -> Level:
        return Level(floor(self.quota.burst - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) * self.unit_time)

    def _water(self, now: int) -> Fraction:
        leaked = Fraction(max(0, now - self.clock)) / self.unit_time
        return max(Fraction(0), self.water - leaked)
