"""Gives the TAT itself, a time on the clock, as `reset_after`.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(5) level(5)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=0, reset_after=15)
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.interval = quota.burst, Fraction(quota.period, quota.limit)
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        wait = ceil(tat - now - self.burst * self.interval)
        if wait > 0:
            return wait
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        if self.tat <= now:
            return Level(self.burst, 0)
        return Level(max(0, floor(self.burst - (self.tat - now) / self.interval)), ceil(self.tat))
