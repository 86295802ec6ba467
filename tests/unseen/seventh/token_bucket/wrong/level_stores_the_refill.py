"""Wrong: `level` refills for good and moves the clock; shows when somebody asks about the future and then takes now."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens = Fraction(self.capacity)
        self.last_refill = 0

    def _refill(self, now: int) -> None:
        if now <= self.last_refill:
            return
        self.tokens = min(Fraction(self.capacity), self.tokens + (now - self.last_refill) * self.rate)
        self.last_refill = now

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost must be in [1, {self.capacity}]")
        self._refill(now)
        if self.tokens < cost:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        self._refill(now)
        return Level(floor(self.tokens), ceil((self.capacity - self.tokens) / self.rate))
