"""Spends what is there on a request that does not fit, and tells its caller to wait for the rest.

Breaks: law 1 (all or nothing)
Level: cost
Shows: 2/10: take(0) take(0, 2) take(0)
Expected: 0; yours: 5
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens, self.last = Fraction(quota.burst), 0

    def _now(self, now):
        return min(self.burst, self.tokens + self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tokens = self._now(now)
        self.last = max(self.last, now)
        spent = min(tokens, cost)
        self.tokens = tokens - spent
        return ceil((cost - spent) / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._now(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
