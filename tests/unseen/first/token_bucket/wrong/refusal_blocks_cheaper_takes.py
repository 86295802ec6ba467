"""A refusal is remembered until its wait is over, and cheaper takes are refused meanwhile without a look.

Source: (c) port: a 'blocked until' cache from a middleware.
Witness: 6/7: take(0) take(0, 6) take(1) -> 1, right: 0
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
        self._blocked_until = 0

    def _available(self, now: int) -> Fraction:
        if now <= self._updated:
            return self._tokens
        return min(self._tokens + (now - self._updated) * self._rate, Fraction(self._quota.burst))

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._quota.burst:
            raise ValueError("cost out of range")
        if now < self._blocked_until:
            return self._blocked_until - now
        self._tokens = self._available(now)
        self._updated = max(now, self._updated)
        if self._tokens >= cost:
            self._tokens -= cost
            return 0
        wait = ceil((cost - self._tokens) / self._rate)
        self._blocked_until = self._updated + wait
        return wait

    def level(self, now: int) -> Level:
        tokens = self._available(now)
        return Level(floor(tokens), ceil((self._quota.burst - tokens) / self._rate))
