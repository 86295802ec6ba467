"""Stores the TAT rounded up to a whole tick, so every grant costs a little more than it should.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/10: take(0) take(0) take(0)
Expected: 0; yours: 2
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.interval = quota.burst, Fraction(quota.period, quota.limit)
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        over = tat - now - self.burst * self.interval
        if over > 0:
            return ceil(over)
        self.tat = ceil(tat)
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, 0)
        return Level(max(0, floor(self.burst - ahead / self.interval)), ahead)
