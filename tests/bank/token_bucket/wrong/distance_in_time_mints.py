"""Refills for the distance to the last call, so a step back in time earns tokens just like a step ahead.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(5) take(15)
Expected: 5; yours: 0
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.tokens, self.last = Fraction(quota.burst), 0

    def _at(self, now):
        return min(self.burst, self.tokens + self.rate * abs(now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tokens, self.last = self._at(now), max(self.last, now)
        if self.tokens < cost:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._at(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
