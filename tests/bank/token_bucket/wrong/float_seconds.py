"""Turns the time into seconds as a float, which cannot tell the nanoseconds of today apart.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/1000000000: take(1760000000000000001) take(1760000000000000002)
Expected: 999999999; yours: 1000000000
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.per_second = Fraction(quota.limit * SECOND, quota.period)
        self.tokens, self.last = Fraction(quota.burst), 0.0

    def _at(self, seconds):
        return min(self.burst, self.tokens + Fraction(max(0.0, seconds - self.last)) * self.per_second)

    def _ticks(self, tokens):
        return ceil(tokens / self.per_second * SECOND)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        seconds = now / SECOND
        self.tokens, self.last = self._at(seconds), max(self.last, seconds)
        if self.tokens < cost:
            return self._ticks(cost - self.tokens)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._at(now / SECOND)
        return Level(floor(tokens), self._ticks(self.burst - tokens))
