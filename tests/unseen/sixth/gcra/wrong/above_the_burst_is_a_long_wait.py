"""Wrong: a cost above the burst is told to wait, a number after which it is still refused, where the brief says ValueError."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.T = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.TAT = Fraction(0)

    def _x(self, now: int, cost: int) -> Fraction:
        return max(self.TAT, Fraction(now)) + cost * self.T

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        early = self._x(now, cost) - now - self.burst * self.T
        if early > 0:
            return ceil(early)
        self.TAT = self._x(now, cost)
        return 0

    def level(self, now: int) -> Level:
        ahead = self._x(now, 0) - now
        return Level(max(0, floor((self.burst * self.T - ahead) / self.T)), ceil(ahead))
