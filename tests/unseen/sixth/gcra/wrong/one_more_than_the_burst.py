"""Wrong: the textbook's `now >= TAT - tau` with tau = burst*T, checked before the cost is added: burst + 1 are granted."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.t = Fraction(quota.period, quota.limit)
        self.tau = quota.burst * self.t
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be in 1..{self.burst}")
        tat = max(self.tat, Fraction(now))
        earliest = tat + (cost - 1) * self.t - self.tau
        if now < earliest:
            return ceil(earliest - now)
        self.tat = tat + cost * self.t
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, Fraction(0))
        return Level(max(0, floor((self.tau - ahead) / self.t)), ceil(ahead))
