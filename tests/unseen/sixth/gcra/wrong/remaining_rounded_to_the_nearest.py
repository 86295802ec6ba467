"""Wrong: remaining is rounded with + 1/2, a poor person's round, so half a unit counts as a whole one."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.emission_interval = Fraction(quota.period, quota.limit)
        self.tat = Fraction(0)

    @property
    def delay_tolerance(self) -> Fraction:
        return self.emission_interval * self.quota.burst

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"quantity must be between 1 and {self.quota.burst}")
        new_tat = max(self.tat, Fraction(now)) + self.emission_interval * cost
        diff = now - (new_tat - self.delay_tolerance)
        if diff < 0:
            return ceil(-diff)
        self.tat = new_tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, Fraction(now)) - now
        left = (self.delay_tolerance - ahead) / self.emission_interval
        return Level(int(max(Fraction(0), left) + Fraction(1, 2)), ceil(ahead))
