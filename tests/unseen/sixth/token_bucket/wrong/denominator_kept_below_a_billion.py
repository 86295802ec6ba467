"""Wrong: the fraction is kept small with limit_denominator(10**9), which is inexact as soon as a period of ns is longer."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota

BILLION = 10**9


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tokens = Fraction(quota.burst)
        self.clock = 0

    def _tokens(self, now: int) -> Fraction:
        if now <= self.clock:
            return self.tokens
        # or the denominators would get longer and longer
        tokens = (self.tokens + (now - self.clock) * self.rate).limit_denominator(BILLION)
        return min(tokens, Fraction(self.burst))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst}")
        self.tokens = self._tokens(now)
        self.clock = max(now, self.clock)
        if self.tokens < cost:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._tokens(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
