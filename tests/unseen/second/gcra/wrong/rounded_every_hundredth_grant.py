"""Every hundredth grant TAT is rounded down to a whole tick, as a tidy-up.

Source: (c) style: compaction at a threshold.
Witness:
    g = GCRA(Quota(3, 10, 1000))
    for _ in range(100): g.take(0)
    g.level(0) -> Level(900, 333), right: Level(900, 334)
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.tat = Fraction(0)
        self.grants = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"never: {cost} of {self.burst}")
        x = max(self.tat, now) + cost * self.interval
        excess = x - now - self.burst * self.interval
        if excess <= 0:
            self.grants += 1
            self.tat = x if self.grants % 100 else Fraction(floor(x))
            return 0
        return ceil(excess)

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        remaining = floor(self.burst - ahead / self.interval)
        return Level(max(0, remaining), ceil(ahead))
