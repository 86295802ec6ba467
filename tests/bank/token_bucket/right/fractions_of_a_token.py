"""The textbook bucket in fractions.Fraction: tokens, a time, and a refill before every answer."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.capacity = quota.burst
        self.per_tick = Fraction(quota.limit, quota.period)
        self.tokens = Fraction(quota.burst)
        self.updated = 0

    def tokens_at(self, now):
        if now <= self.updated:
            return self.tokens
        return min(self.capacity, self.tokens + (now - self.updated) * self.per_tick)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.capacity:
            raise ValueError(f"cost {cost} is outside 1..{self.capacity}")
        tokens = self.tokens_at(now)
        if tokens < cost:
            return ceil((cost - tokens) / self.per_tick)
        self.tokens = tokens - cost
        self.updated = max(self.updated, now)
        return 0

    def level(self, now: int) -> Level:
        tokens = self.tokens_at(now)
        return Level(floor(tokens), ceil((self.capacity - tokens) / self.per_tick))
