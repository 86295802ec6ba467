"""Wrong: a port that refuses if less than one unit would be left after the take, so it grants burst - 1, or nothing at all."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.emission_interval = Fraction(quota.period, quota.limit)
        self.delay_variation_tolerance = quota.burst * self.emission_interval
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        tat = max(self.tat, Fraction(now)) + cost * self.emission_interval
        allow_at = tat - self.delay_variation_tolerance
        remaining = (now - allow_at) / self.emission_interval
        if remaining < 1:
            return max(1, ceil(allow_at - now))
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(Fraction(0), self.tat - now)
        left = self.delay_variation_tolerance - ahead
        return Level(max(0, floor(left / self.emission_interval)), ceil(ahead))
