"""Moves the TAT back with the clock when time goes back, and gives that stretch away when it comes forward.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(5) take(10)
Expected: 10; yours: 5
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.interval = quota.burst, Fraction(quota.period, quota.limit)
        self.tat, self.last = Fraction(0), 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        if now < self.last:
            self.tat -= self.last - now
        self.last = now
        tat = max(self.tat, now) + cost * self.interval
        over = tat - now - self.burst * self.interval
        if over > 0:
            return ceil(over)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
