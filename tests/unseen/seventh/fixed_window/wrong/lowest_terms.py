"""Wrong: reduces limit and period by their common divisor, as a bucket may; 2 per 10 becomes 1 per 5, which shows when the two are not coprime."""

from fractions import Fraction

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.rate = Fraction(quota.limit, quota.period)
        self.window = 0
        self.used = 0

    @property
    def limit(self) -> int:
        return self.rate.numerator

    @property
    def period(self) -> int:
        return self.rate.denominator

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        window = now // self.period
        if window > self.window:
            self.window = window
            self.used = 0
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = 0 if now // self.period > self.window else self.used
        return Level(self.limit - used, self.period - now % self.period if used else 0)
