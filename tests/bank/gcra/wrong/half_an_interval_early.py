"""Rounds what is used to the nearest unit before it compares, so half an interval is enough for the next unit.

Breaks: law 0 (the formula decides)
Level: spacing
Shows: 1/10: take(0) take(6)
Expected: 4; yours: 0
Shipped: rush 2021.4.0, Redis GCRA: "poor person's round" (+0.5), so on 1/s a second request 0.55 s later is admitted
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota

HALF = Fraction(1, 2)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.interval = quota.burst, Fraction(quota.period, quota.limit)
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        used = (tat - now) / self.interval
        if floor(used + HALF) <= self.burst:
            self.tat = tat
            return 0
        return ceil(tat - now - self.burst * self.interval)

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
