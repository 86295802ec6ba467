"""Wrong: TAT is exact, but the tolerance burst*T is cut to whole ticks; shows when burst*T is not whole, in a take of the whole burst."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.T = Fraction(quota.period, quota.limit)
        self.tolerance = quota.burst * quota.period // quota.limit  # ticks
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be within 1..{self.quota.burst}")
        x = max(self.tat, Fraction(now)) + cost * self.T
        too_early = x - now - self.tolerance
        if too_early > 0:
            return ceil(too_early)
        self.tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, Fraction(now)) - now
        remaining = (self.quota.burst * self.T - ahead) // self.T
        return Level(max(0, remaining), ceil(ahead))
