"""Has no upper bound: an idle bucket goes on filling beyond its burst.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 1/10: take(0) take(20) take(20)
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
        self.tokens, self.at = Fraction(quota.burst), None

    def _look(self, now):
        if self.at is None or now < self.at:
            return self.tokens
        return self.tokens + (now - self.at) * self.rate

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.tokens = self._look(now)
        self.at = now if self.at is None else max(self.at, now)
        if cost > self.tokens:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._look(now)
        return Level(floor(tokens), max(0, ceil((self.quota.burst - tokens) / self.rate)))
