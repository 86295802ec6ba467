"""Answers 0 at exactly enough tokens, which says "granted", but takes nothing.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 0
Shipped: limits 5.8.0, sliding window counter: a refusal says that reset_time is now
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.tokens, self.last = Fraction(quota.burst), 0

    def _refilled(self, now):
        return min(self.burst, self.tokens + max(0, now - self.last) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tokens, self.last = self._refilled(now), max(self.last, now)
        if self.tokens > cost:
            self.tokens -= cost
            return 0
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._refilled(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
