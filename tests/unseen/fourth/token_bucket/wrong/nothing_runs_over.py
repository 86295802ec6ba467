"""The refill has no upper bound, so a quiet client saves up more than the burst."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.tokens, self.since = Fraction(quota.burst), None

    def _tokens(self, now: int) -> Fraction:
        if self.since is None or now < self.since:
            return self.tokens
        return self.tokens + (now - self.since) * self.rate

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("this cost is never granted")
        self.tokens = self._tokens(now)
        self.since = now if self.since is None else max(now, self.since)
        if self.tokens < cost:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = min(self.burst, self._tokens(now))
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
