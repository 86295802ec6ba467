"""`remaining` is worked out from `ahead` after that was rounded up to whole ticks.

Source: (a) the brief: two answers, each rounded on its own.
Witness: 3/4: take(0) level(0) -> Level(1, 2), right: Level(2, 2)
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"never: {cost} of {self.burst}")
        x = max(self.tat, now) + cost * self.interval
        excess = x - now - self.burst * self.interval
        if excess <= 0:
            self.tat = x
            return 0
        return ceil(excess)

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        remaining = floor(self.burst - ceil(ahead) / self.interval)
        return Level(max(0, remaining), ceil(ahead))
