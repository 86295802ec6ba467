"""Keeps the fraction of a token while it refuses, but stores only whole tokens when it grants.

Breaks: law 9 (no drift)
Level: refill
Shows: 1/10 burst 2: take(0) take(5) take(10)
Expected: 0; yours: 5
Shipped: throttled-py 3.5.0 lost the fraction at every admission: 59/min, burst 5, offered 60/min, admitted 30/min
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens = quota.burst
        self.refreshed = 0

    def _tokens(self, now):
        return min(self.burst, self.tokens + self.rate * max(0, now - self.refreshed))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tokens = self._tokens(now)
        if tokens < cost:
            return ceil((cost - tokens) / self.rate)
        self.tokens = floor(tokens) - cost
        self.refreshed = max(self.refreshed, now)
        return 0

    def level(self, now: int) -> Level:
        tokens = self._tokens(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
