"""Answers a cost above the burst with a wait, after which it is refused again, for ever.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2)
Expected: ValueError; yours: 10
Shipped: throttled-py 3.5.0: a cost of 6 on a limit of 5 with timeout=3 hung and came back after 4.0 s
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.tokens, self.time = Fraction(quota.burst), 0

    def _tokens(self, now):
        return min(self.burst, self.tokens + self.rate * max(0, now - self.time))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        self.tokens, self.time = self._tokens(now), max(self.time, now)
        if self.tokens < cost:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._tokens(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
