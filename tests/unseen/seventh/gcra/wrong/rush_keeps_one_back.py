"""Wrong: as rush #4, `if remaining < 1` looks at what remains after the take, so the last unit of the burst is never granted; shows in the last take of a burst."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.maximum_burst = quota.burst
        self.emission_interval = Fraction(quota.period, quota.limit)
        self.delay_tolerance = self.emission_interval * quota.burst
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.maximum_burst:
            raise ValueError(f"cannot take {cost} of {self.maximum_burst}")
        tat = max(self.tat, Fraction(now))
        new_tat = tat + self.emission_interval * cost
        allow_at = new_tat - self.delay_tolerance
        remaining = floor((now - allow_at) / self.emission_interval)
        if remaining < 1:
            return max(1, ceil(allow_at - now))
        self.tat = new_tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(self.tat, Fraction(now)) - now
        left = self.delay_tolerance - ahead
        return Level(max(0, floor(left / self.emission_interval)), ceil(ahead))
