"""Reads a last refill at time 0 as "never used" and hands out a full bucket again.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 0
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens = self.last = None

    def _at(self, now):
        if not self.last:
            return Fraction(self.quota.burst)
        return min(self.quota.burst, self.tokens + self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.tokens, self.last = self._at(now), max(self.last or 0, now)
        if self.tokens < cost:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._at(now)
        return Level(floor(tokens), ceil((self.quota.burst - tokens) / self.rate))
