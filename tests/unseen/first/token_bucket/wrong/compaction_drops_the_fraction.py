"""Every 256th grant normalises the state and drops the part of a token.

Source: (c) port: periodic compaction of the fraction.
Witness:
    bucket = TokenBucket(Quota(3, 10, 300))
    for i in range(255):
        assert bucket.take(0) == 0
    assert bucket.take(1) == 0
    assert bucket.take(1, 44) == 0
    assert bucket.take(3) == 1  # it answers 2: 3/10 of a token is gone
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
        self._grants = 0

    def _available(self, now: int) -> Fraction:
        if now <= self._updated:
            return self._tokens
        return min(self._tokens + (now - self._updated) * self._rate, Fraction(self._quota.burst))

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._quota.burst:
            raise ValueError("cost out of range")
        self._tokens = self._available(now)
        self._updated = max(now, self._updated)
        if self._tokens >= cost:
            self._tokens -= cost
            self._grants += 1
            if self._grants % 256 == 0:
                self._tokens = Fraction(floor(self._tokens))
            return 0
        return ceil((cost - self._tokens) / self._rate)

    def level(self, now: int) -> Level:
        tokens = self._available(now)
        return Level(floor(tokens), ceil((self._quota.burst - tokens) / self._rate))
