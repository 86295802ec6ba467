"""Divides the period by the burst instead of the limit, so a big burst is a big rate as well.

Breaks: law 0 (the formula decides)
Level: spacing
Shows: 1/10 burst 2: take(0, 2) take(5)
Expected: 5; yours: 0
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = Fraction(quota.period, quota.burst)
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
