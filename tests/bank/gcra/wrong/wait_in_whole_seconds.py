"""Rounds the wait up to whole seconds although time is in nanoseconds.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/1500000000: take(0) take(0)
Expected: 1500000000; yours: 2000000000
Shipped: PyrateLimiter #40 and #41: slept 1 s where 0.85 s was right
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.interval = quota.burst, Fraction(quota.period, quota.limit)
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        over = tat - now - self.burst * self.interval
        if over > 0:
            return ceil(over / SECOND) * SECOND
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
