"""Answers how long the whole cost takes to refill, as if nothing were in the bucket.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 2/10: take(0) take(0, 2)
Expected: 5; yours: 10
Shipped: throttled-py #87: retry_after was cost / rate whatever was there
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens, self.seen = Fraction(quota.burst), 0

    def _at(self, now):
        return min(self.burst, self.tokens + self.rate * max(0, now - self.seen))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tokens, self.seen = self._at(now), max(self.seen, now)
        if self.tokens < cost:
            return ceil(cost / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._at(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
