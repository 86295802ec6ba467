"""Wrong: `if not self.last` takes a `last` of tick 0 for "never called", so what flowed in since tick 0 is lost; shows when the first take is at 0."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.size = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.tokens = Fraction(quota.burst)
        self.last = 0

    def _current(self, now: int) -> Fraction:
        if not self.last:  # the first call: nothing to refill yet
            return self.tokens
        elapsed = now - self.last
        if elapsed <= 0:
            return self.tokens
        return min(Fraction(self.size), self.tokens + elapsed * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.size:
            raise ValueError("cost")
        self.tokens = self._current(now)
        self.last = max(now, self.last)
        if self.tokens < cost:
            return ceil((cost - self.tokens) / self.rate)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._current(now)
        return Level(floor(tokens), ceil((self.size - tokens) / self.rate))
