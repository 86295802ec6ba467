"""(a) A take below the clock raises ValueError as if its time were a wrong argument.

Witness: 1/1: take(1) take(0, 1) -> ValueError, right: any int >= 1
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tokens = Fraction(quota.burst)
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost out of range")
        if now < self.clock:
            raise ValueError("now must not decrease")
        self.tokens = min(Fraction(self.burst), self.tokens + self.rate * (now - self.clock))
        self.clock = now
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = min(Fraction(self.burst), self.tokens + self.rate * max(0, now - self.clock))
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
