"""The brief, line by line, in Fractions."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.T = Fraction(quota.period, quota.limit)
        self.TAT = Fraction(0)
        self.burst = quota.burst

    def ahead(self, now: int) -> Fraction:
        return max(self.TAT, Fraction(now)) - now

    def x(self, now: int, cost: int) -> Fraction:
        return max(self.TAT, Fraction(now)) + cost * self.T

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost {cost} is below 1 or above {self.burst}")
        x = self.x(now, cost)
        if x - now <= self.burst * self.T:
            self.TAT = x
            return 0
        return ceil(x - now - self.burst * self.T)

    def level(self, now: int) -> Level:
        ahead = self.ahead(now)
        return Level(max(0, floor((self.burst * self.T - ahead) / self.T)), ceil(ahead))
