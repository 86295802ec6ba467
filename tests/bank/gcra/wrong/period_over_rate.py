"""Divides the period by the rate per tick, so the interval comes out as the period squared over the limit.

Breaks: law 0 (the formula decides)
Level: spacing
Shows: 1/10: take(0) take(10)
Expected: 0; yours: 90
Shipped: rush #18: passes count / period where period / rate is computed; per_minute(60) refills one per 60 s
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        rate = Fraction(quota.limit, quota.period)
        self.interval = quota.period / rate
        self.burst = quota.burst
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        over = tat - now - self.burst * self.interval
        if over > 0:
            return ceil(over)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
