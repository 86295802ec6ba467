"""GCRA as in the brief, with fractions."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.T = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.TAT = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost}")
        x = max(self.TAT, now) + cost * self.T
        early = x - now - self.burst * self.T
        if early <= 0:
            self.TAT = x
            return 0
        return ceil(early)

    def level(self, now: int) -> Level:
        ahead = max(self.TAT, now) - now
        return Level(max(0, floor((self.burst * self.T - ahead) / self.T)), ceil(ahead))
