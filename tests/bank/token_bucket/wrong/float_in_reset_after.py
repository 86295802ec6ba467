"""All in whole numbers but `reset_after`, which is math.ceil of a float.

Breaks: law 7 (`level` is exact)
Level: level
Shows: 1/9007199254740993: take(0) level(0)
Expected: Level(remaining=0, reset_after=9007199254740993); yours: one tick less
Shipped: not known
"""

import math

from ratelimit import Level, Quota


class TokenBucket:
    """A bucket of `quota.burst` tokens, full when new, refilled continuously with `limit` tokens per `period`."""

    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.limit = quota.limit
        self.period = quota.period
        self.full = quota.burst * quota.period  # tokens times period: all ints
        self.tokens = self.full
        self.last = 0

    def _tokens_at(self, now):
        return min(self.full, self.tokens + (now - self.last) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.tokens = self._tokens_at(now)
        self.last = now
        missing = cost * self.period - self.tokens
        if missing <= 0:
            self.tokens = -missing
            return 0
        return -(-missing // self.limit)

    def level(self, now: int) -> Level:
        tokens = self._tokens_at(now)
        return Level(max(0, tokens // self.period), math.ceil((self.full - tokens) / self.limit))
