"""Adds the interval once for each unit of the cost.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: with a burst of 10^9, a take of 10^9 goes round the loop 10^9 times
Expected: 0 at once; yours: 0 after minutes
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
        tat = max(self.tat, now)
        for _ in range(cost):
            tat += self.interval
        over = tat - now - self.burst * self.interval
        if over > 0:
            return ceil(over)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
