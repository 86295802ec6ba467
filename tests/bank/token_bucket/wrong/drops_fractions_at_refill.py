"""Drops the fraction of a token at every refill.

Breaks: law 9 (no drift)
Level: refill
Shows: 1/10: take(0) take(5) take(10)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tokens = quota.burst
        self.last = 0

    def _refilled(self, now):
        elapsed = max(0, now - self.last)
        return min(self.quota.burst, self.tokens + elapsed * self.quota.limit // self.quota.period)

    def _ticks_for(self, tokens):
        return -(-tokens * self.quota.period // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.tokens = self._refilled(now)
        self.last = max(self.last, now)
        if self.tokens < cost:
            return self._ticks_for(cost - self.tokens)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens = self._refilled(now)
        return Level(tokens, self._ticks_for(self.quota.burst - tokens))
