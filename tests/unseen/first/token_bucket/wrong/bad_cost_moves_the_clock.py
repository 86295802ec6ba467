"""The bucket is brought up to date before the cost is checked, so a call that raises moves the clock.

Source: (a) the brief: `level` and calls that raise don't move the clock.
Witness: 1/2: take(0) take(3, 2) take(1) -> 0, right: 1
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
        self._tokens = self._available(now)
        self._updated = max(now, self._updated)
        if not 0 < cost <= self._quota.burst:
            raise ValueError("cost out of range")
        if self._tokens >= cost:
            self._tokens -= cost
            return 0
        return ceil((cost - self._tokens) / self._rate)

    def level(self, now: int) -> Level:
        tokens = self._available(now)
        return Level(floor(tokens), ceil((self._quota.burst - tokens) / self._rate))
