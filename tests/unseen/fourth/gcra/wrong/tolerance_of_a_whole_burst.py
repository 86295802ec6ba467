"""It grants while now is at least TAT minus the whole burst's time, before the cost is added, so one cost too many passes."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.T = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.tau = quota.burst * self.T
        self.TAT = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost}")
        if now < self.TAT - self.tau:
            return ceil(self.TAT - self.tau - now)
        self.TAT = max(self.TAT, now) + cost * self.T
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.TAT, now) - now
        return Level(max(0, floor((self.tau - ahead) / self.T)), ceil(ahead))
