"""Grants as soon as there is anything above cost - 1, so a fraction of a token buys a whole one.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 1/10: take(0) take(1)
Expected: 9; yours: 0
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity = quota.burst
        self.interval = Fraction(quota.period, quota.limit)
        self.tokens, self.stamp = Fraction(quota.burst), 0

    def _held(self, now):
        return min(self.capacity, self.tokens + max(0, now - self.stamp) / self.interval)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost {cost} is not between 1 and {self.capacity}")
        self.tokens, self.stamp = self._held(now), max(self.stamp, now)
        if self.tokens > cost - 1:
            self.tokens -= cost
            return 0
        return ceil((cost - self.tokens) * self.interval)

    def level(self, now: int) -> Level:
        tokens = self._held(now)
        return Level(max(0, floor(tokens)), ceil((self.capacity - tokens) * self.interval))
