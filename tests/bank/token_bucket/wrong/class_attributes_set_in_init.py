"""Keeps its state in attributes of the class, which __init__ sets afresh: the newest bucket is everybody's.

Breaks: law 0 (the formula decides)
Level: burst
Shows: two buckets made, and a take of each
Expected: 0; yours: 8
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    limit = period = burst = tokens = last = 0

    def __init__(self, quota: Quota) -> None:
        TokenBucket.limit, TokenBucket.period, TokenBucket.burst = quota.limit, quota.period, quota.burst
        TokenBucket.tokens = quota.burst * quota.period
        TokenBucket.last = 0

    def _refill(self, now):
        return min(self.burst * self.period, self.tokens + max(0, now - self.last) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("cost")
        TokenBucket.tokens = self._refill(now)
        TokenBucket.last = max(now, self.last)
        missing = cost * self.period - self.tokens
        if missing > 0:
            return -(-missing // self.limit)
        TokenBucket.tokens = -missing
        return 0

    def level(self, now: int) -> Level:
        tokens = self._refill(now)
        return Level(tokens // self.period, -(-(self.burst * self.period - tokens) // self.limit))
