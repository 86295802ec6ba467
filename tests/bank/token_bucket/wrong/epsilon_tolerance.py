"""Compares with a tolerance of a billionth of a token, and grants early when a token takes 10^9 ticks or more.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/10000000000: take(0) take(9999999999)
Expected: 1; yours: 0
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota

EPSILON = Fraction(1, 10**9)


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.tokens, self.last = Fraction(quota.burst), 0

    def _at(self, now):
        return min(self.burst, self.tokens + max(0, now - self.last) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tokens, self.last = self._at(now), max(self.last, now)
        if self.tokens + EPSILON >= cost:
            self.tokens = max(Fraction(0), self.tokens - cost)
            return 0
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._at(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
