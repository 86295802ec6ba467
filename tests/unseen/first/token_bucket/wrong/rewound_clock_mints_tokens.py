"""A take below the clock sets the stored time back, and the same ticks flow in a second time.

Source: (b) golang/go#56287, x/time/rate: alternating AllowN before and after last creates tokens.
Witness: 1/9: take(2) take(0) take(10) -> 0, right: 1
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._rate = Fraction(quota.limit, quota.period)
        self._tokens = Fraction(quota.burst)
        self._updated = 0

    def _available(self, now: int) -> Fraction:
        if now <= self._updated:
            return self._tokens
        return min(self._tokens + (now - self._updated) * self._rate, Fraction(self._quota.burst))

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._quota.burst:
            raise ValueError("cost out of range")
        self._tokens = self._available(now)
        self._updated = now
        if self._tokens >= cost:
            self._tokens -= cost
            return 0
        return ceil((cost - self._tokens) / self._rate)

    def level(self, now: int) -> Level:
        tokens = self._available(now)
        return Level(floor(tokens), ceil((self._quota.burst - tokens) / self._rate))
