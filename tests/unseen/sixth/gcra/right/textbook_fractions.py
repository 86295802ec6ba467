"""Right: the brief word for word, with T, TAT and burst*T as Fractions."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.T = Fraction(quota.period, quota.limit)
        self.tolerance = quota.burst * self.T
        self.TAT = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst}")
        x = max(self.TAT, now) + cost * self.T
        if x - now <= self.tolerance:
            self.TAT = x
            return 0
        return ceil(x - now - self.tolerance)

    def level(self, now: int) -> Level:
        ahead = max(self.TAT, now) - now
        remaining = floor((self.tolerance - ahead) / self.T)
        return Level(max(0, remaining), ceil(ahead))
