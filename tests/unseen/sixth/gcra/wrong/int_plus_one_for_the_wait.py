"""Wrong: rounds up by int(x) + 1, which is one tick too many whenever the wait is a whole number of ticks."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.t = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.tat = Fraction(0)

    def ahead(self, now: int) -> Fraction:
        return max(self.tat, Fraction(now)) - now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be at least 1 and at most {self.burst}")
        wait = self.ahead(now) + cost * self.t - self.burst * self.t
        if wait > 0:
            return int(wait) + 1
        self.tat = now + self.ahead(now) + cost * self.t
        return 0

    def level(self, now: int) -> Level:
        ahead = self.ahead(now)
        return Level(max(0, floor(self.burst - ahead / self.t)), ceil(ahead))
