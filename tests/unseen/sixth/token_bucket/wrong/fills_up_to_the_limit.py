"""Wrong: the refill stops at `limit` instead of `burst`, which shows as soon as the two differ and time passes."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens = Fraction(quota.burst)
        self.updated = 0

    def _now_there(self, now: int) -> Fraction:
        if now <= self.updated:
            return self.tokens
        return min(Fraction(self.quota.limit), self.tokens + (now - self.updated) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("never")
        self.tokens = self._now_there(now)
        self.updated = max(now, self.updated)
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return ceil((cost - self.tokens) / self.rate)

    def level(self, now: int) -> Level:
        tokens = self._now_there(now)
        return Level(floor(tokens), ceil((self.quota.burst - tokens) / self.rate))
