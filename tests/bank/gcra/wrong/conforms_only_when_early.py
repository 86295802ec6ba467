"""Refuses at exactly the tolerance, so a burst is one unit short.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 1/10: take(0)
Expected: 0; yours: 1
Shipped: limits 5.8.0, moving window: at the advertised reset_time test() says yes and hit() says no
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.interval = Fraction(quota.period, quota.limit)
        self.tat = Fraction(0)

    def take(self, now: int, cost: int = 1) -> int:
        burst = self.quota.burst
        if cost < 1 or cost > burst:
            raise ValueError(f"cost {cost} is not between 1 and {burst}")
        tat = max(self.tat, now) + cost * self.interval
        if tat - now < burst * self.interval:
            self.tat = tat
            return 0
        return max(1, ceil(tat - now - burst * self.interval))

    def level(self, now: int) -> Level:
        ahead = max(self.tat, now) - now
        return Level(max(0, floor(self.quota.burst - ahead / self.interval)), ceil(ahead))
