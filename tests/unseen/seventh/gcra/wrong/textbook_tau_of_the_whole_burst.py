"""Wrong: the textbook's `now >= TAT - tau` with tau = burst*T instead of (burst - 1)*T, so one more is granted; shows in a burst on a new meter."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.T = Fraction(quota.period, quota.limit)
        self.tau = quota.burst * self.T
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be 1..{self.burst}")
        tat = max(self.tat, Fraction(now)) + (cost - 1) * self.T  # of the last of the units
        if now < tat - self.tau:
            return ceil(tat - self.tau - now)
        self.tat = tat + self.T
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, Fraction(0))
        return Level(max(0, floor((self.tau - ahead) / self.T)), ceil(ahead))
