"""Keeps the TAT in the class, so all limiters of a program share one.

Breaks: law 0 (the formula decides)
Level: burst
Shows: two limiters of the quota 1/10: take(0) on the first, then take(0) on the second
Expected: 0; yours: 10
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    tat = Fraction(0)

    def __init__(self, quota: Quota) -> None:
        self.burst, self.interval = quota.burst, Fraction(quota.period, quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(GCRA.tat, now) + cost * self.interval
        over = tat - now - self.burst * self.interval
        if over > 0:
            return ceil(over)
        GCRA.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(GCRA.tat, now) - now
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
