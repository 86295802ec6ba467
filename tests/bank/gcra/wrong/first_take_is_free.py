"""Begins with the first take by setting TAT to its time, and forgets to add what it costs.

Breaks: law 1 (The formula)
Level: burst
Shows: 1/10 burst 1: take(0) take(0)
Expected: 10; yours: 0
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.T = Fraction(quota.period, quota.limit)
        self.tat = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst}")
        if self.tat is None:
            # First cell: it defines where time starts.
            self.tat = Fraction(now)
            return 0
        x = max(self.tat, now) + cost * self.T
        if x - now <= self.burst * self.T:
            self.tat = x
            return 0
        return ceil(x - now - self.burst * self.T)

    def level(self, now: int) -> Level:
        ahead = max(0, (self.tat or 0) - now)
        return Level(max(0, floor(self.burst - ahead / self.T)), ceil(ahead))
