"""Wrong: the leaky bucket of I.371 with max(0, now - LCT), but a grant below the clock sets LCT back and X leaks twice."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.increment = Fraction(quota.period, quota.limit)
        self.limit = quota.burst * self.increment
        self.x = Fraction(0)
        self.lct = 0

    def _leaked(self, now: int) -> Fraction:
        return max(Fraction(0), self.x - max(0, now - self.lct))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst}")
        x = self._leaked(now) + cost * self.increment
        if x > self.limit:
            return ceil(x - self.limit)
        self.x, self.lct = x, now
        return 0

    def level(self, now: int) -> Level:
        x = self._leaked(now)
        return Level(self.burst - ceil(x / self.increment), ceil(x))
