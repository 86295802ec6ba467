"""Wrong: `level` extrapolates backwards below the clock, so its remaining can be negative."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tokens = Fraction(quota.burst)
        self.stamp = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.burst:
            raise ValueError(f"cost must be between 1 and {self.burst}")
        if now > self.stamp:
            self.tokens = min(self.burst, self.tokens + (now - self.stamp) * self.rate)
            self.stamp = now
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = min(self.burst, self.tokens + (now - self.stamp) * self.rate)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
