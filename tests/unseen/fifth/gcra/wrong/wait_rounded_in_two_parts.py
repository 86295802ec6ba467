"""Wrong: the wait is a time rounded up minus a time rounded down, which may be a tick too long."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost}")
        tat = max(self.tat, Fraction(now))
        tolerance = (self.burst - cost) * self.interval
        if tat - now > tolerance:
            allow_at = floor(tolerance)
            return ceil(tat) - allow_at - now
        self.tat = tat + cost * self.interval
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, Fraction(0))
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
