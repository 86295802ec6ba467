"""Says in `remaining` what the last take computed, which does not grow with time.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(0) level(10)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=0, reset_after=0)
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.interval = quota.burst, Fraction(quota.period, quota.limit)
        self.tat = Fraction(0)
        self.remaining = quota.burst

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        over = tat - now - self.burst * self.interval
        if over > 0:
            return ceil(over)
        self.tat = tat
        self.remaining = floor(self.burst - (tat - now) / self.interval)
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.remaining), ceil(max(self.tat - now, 0)))
