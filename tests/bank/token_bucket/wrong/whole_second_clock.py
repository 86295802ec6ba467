"""Cuts the time to whole seconds, so everything drips at once when the second changes.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 1/1000000000: take(999999999) take(1000000000)
Expected: 999999999; yours: 0
Shipped: throttled-py 3.5.0, token bucket: 100/s, burst 100, admitted 200 within 1 ms around the edge of a second
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.tokens, self.last = Fraction(quota.burst), 0

    def _at(self, second):
        return min(self.burst, self.tokens + self.rate * max(0, second - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        second = now // SECOND * SECOND
        self.tokens, self.last = self._at(second), max(self.last, second)
        if self.tokens < cost:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._at(now // SECOND * SECOND)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
