"""The formulas as they stand in the books, with fractions.Fraction for the emission interval and the TAT."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = Fraction(quota.period, quota.limit)
        self.tolerance = self.burst * self.interval
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost {cost} is outside 1..{self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        if tat - now <= self.tolerance:
            self.tat = tat
            return 0
        return ceil(tat - now - self.tolerance)

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
