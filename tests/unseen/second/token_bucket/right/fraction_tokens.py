"""Right: tokens as a Fraction and the tick at which they were counted, straight from the brief."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tokens = Fraction(quota.burst)
        self.clock = 0

    def _flow(self, now):
        return min(self.tokens + self.rate * max(now - self.clock, 0), Fraction(self.burst))

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}")
        self.tokens = self._flow(now)
        self.clock = max(self.clock, now)
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._flow(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
