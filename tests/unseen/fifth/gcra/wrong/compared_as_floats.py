"""Wrong: the decision compares Fractions as floats, in which a tie may come out of numbers that differ."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.T = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost out of range")
        x = max(self.tat, Fraction(now)) + cost * self.T
        if float(x - now) <= float(self.burst * self.T):
            self.tat = x
            return 0
        return ceil(x - now - self.burst * self.T)

    def level(self, now: int) -> Level:
        ahead = max(self.tat, Fraction(now)) - now
        return Level(max(0, floor(self.burst - ahead / self.T)), ceil(ahead))
