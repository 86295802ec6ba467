"""When a token takes a tick or more, the wait is made of the missing parts times a whole number of ticks per token.

Source: (b) firecracker-microvm/firecracker#3370: refill_one_ns as an integer quotient.
Witness: 2/7: take(0) take(0, 2) -> 3, right: 4
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
        self._updated = max(now, self._updated)
        if self._tokens >= cost:
            self._tokens -= cost
            return 0
        missing = cost - self._tokens
        per_token = self._quota.period // self._quota.limit
        return max(1, ceil(missing * per_token)) if per_token else ceil(missing / self._rate)

    def level(self, now: int) -> Level:
        tokens = self._available(now)
        return Level(floor(tokens), ceil((self._quota.burst - tokens) / self._rate))
