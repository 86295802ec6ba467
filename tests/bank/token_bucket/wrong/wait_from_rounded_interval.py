"""Rounds the ticks of one token up before it multiplies, so waits for several tokens come out too long.

Breaks: law 3 (the wait is exact)
Level: exact
Shows: 3/10: take(0, 3) take(0, 2)
Expected: 7; yours: 8
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.ticks_per_token = ceil(Fraction(quota.period, quota.limit))
        self.tokens, self.last = Fraction(quota.burst), 0

    def _at(self, now):
        gained = Fraction(max(0, now - self.last) * self.quota.limit, self.quota.period)
        return min(Fraction(self.quota.burst), self.tokens + gained)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.tokens, self.last = self._at(now), max(self.last, now)
        if self.tokens < cost:
            return ceil((cost - self.tokens) * self.ticks_per_token)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._at(now)
        return Level(floor(tokens), ceil((self.quota.burst - tokens) * self.quota.period / self.quota.limit))
