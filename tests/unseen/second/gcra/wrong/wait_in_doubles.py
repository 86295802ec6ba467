"""The wait alone is divided in doubles before it is rounded up.

Source: (c) port from JavaScript: Math.ceil(a / b) in one branch.
Witness: 105/74528286952703289 burst 630: take(0, 242) take(958395804558208, 630) -> 170811560791196032, right: 170811560791196040
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
        if cost < 1 or cost > self.burst:
            raise ValueError(f"never: {cost} of {self.burst}")
        x = max(self.tat, now) + cost * self.interval
        excess = x - now - self.burst * self.interval
        if excess <= 0:
            self.tat = x
            return 0
        return max(1, ceil(float(excess)))

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        remaining = floor(self.burst - ahead / self.interval)
        return Level(max(0, remaining), ceil(ahead))
