"""Wrong: `ahead and ceil(ahead)` lets a Fraction(0) through as `reset_after`, and every number must be an int."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.T = Fraction(quota.period, quota.limit)
        self.most = quota.burst
        self.TAT = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.most:
            raise ValueError(f"{cost} is not in 1..{self.most}")
        x = max(self.TAT, Fraction(now)) + cost * self.T
        too_early = x - now - self.most * self.T
        if too_early > 0:
            return ceil(too_early)
        self.TAT = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.TAT, Fraction(now)) - now
        return Level(max(0, floor(self.most - ahead / self.T)), ahead and ceil(ahead))
