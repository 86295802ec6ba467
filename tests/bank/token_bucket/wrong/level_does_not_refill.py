"""Shows in `level` what the last take left, not what has been refilled since.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(0) level(10)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=0, reset_after=10)
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.rate = quota.burst, Fraction(quota.limit, quota.period)
        self.tokens, self.last = Fraction(quota.burst), 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tokens = min(self.burst, self.tokens + self.rate * max(0, now - self.last))
        self.last = max(self.last, now)
        if self.tokens < cost:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.tokens), ceil((self.burst - self.tokens) / self.rate))
