"""Wrong: as rush #18, T is the period divided by the rate, which is per period already, so period**2 / limit; right only when the period is 1."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.burst
        self.period = quota.period
        self.rate = Fraction(quota.limit, quota.period)
        self.tat = Fraction(0)

    @property
    def emission_interval(self) -> Fraction:
        return self.period / self.rate

    @property
    def delay_variation_tolerance(self) -> Fraction:
        return self.emission_interval * self.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"quantity must be in 1..{self.limit}")
        tat = max(Fraction(now), self.tat) + cost * self.emission_interval
        early = tat - now - self.delay_variation_tolerance
        if early > 0:
            return ceil(early)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(Fraction(now), self.tat) - now
        return Level(max(0, floor(self.limit - ahead / self.emission_interval)), ceil(ahead))
