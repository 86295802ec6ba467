"""cost·T is kept for each cost that was ever asked for, so the meter grows with the calls."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class Lengths(dict):
    """cost -> cost * T, worked out once."""

    def __init__(self, interval):
        self.interval = interval

    def __missing__(self, cost):
        self[cost] = length = cost * self.interval
        return length


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.T = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.length = Lengths(self.T)
        self.TAT = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost}")
        x = max(self.TAT, now) + self.length[cost]
        early = x - now - self.length[self.burst]
        if early > 0:
            return ceil(early)
        self.TAT = x
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.TAT, now) - now
        return Level(max(0, floor((self.length[self.burst] - ahead) / self.T)), ceil(ahead))
