"""TAT is brought up to now before the cost is checked, so a call that raises leaves a trace.

Source: (a) the brief: calls that raise don't move the clock.
Witness: 5/5: take(4, 6) take(0) take(0) -> 1, right: 0
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        self.tat = max(self.tat, now)
        if cost < 1 or cost > self.burst:
            raise ValueError(f"never: {cost} of {self.burst}")
        x = self.tat + cost * self.interval
        excess = x - now - self.burst * self.interval
        if excess <= 0:
            self.tat = x
            return 0
        return ceil(excess)

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        remaining = floor(self.burst - ahead / self.interval)
        return Level(max(0, remaining), ceil(ahead))
