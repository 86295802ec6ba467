"""Wrong: the time by which TAT may be ahead is rounded up to a tick for the decision, so some takes come a part too early."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.increment = Fraction(quota.period, quota.limit)
        self.window = self.increment * quota.burst
        self.horizon = ceil(self.window)  # how far ahead TAT may be
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be 1 to {self.burst}")
        x = max(self.tat, Fraction(now)) + cost * self.increment
        if x <= now + self.horizon:
            self.tat = x
            return 0
        return ceil(x - now - self.window)

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, Fraction(0))
        return Level(max(0, floor((self.window - ahead) / self.increment)), ceil(ahead))
