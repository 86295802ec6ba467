"""Variant of wrong/starts_used_up: TAT as a Fraction, set to its start by the constructor."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.due = quota.burst * self.interval

    def ahead(self, now: int) -> Fraction:
        return max(Fraction(0), self.due - now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost {cost}")
        ahead = self.ahead(now) + cost * self.interval
        wait = ceil(ahead - self.burst * self.interval)
        if wait > 0:
            return wait
        self.due = now + ahead
        return 0

    def level(self, now: int) -> Level:
        ahead = self.ahead(now)
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
