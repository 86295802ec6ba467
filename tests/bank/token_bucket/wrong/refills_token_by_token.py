"""Drops the tokens in one by one in a loop, so a big bucket after a rest takes as long as its burst.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: with a burst of 10^12, one take long after the bucket was emptied goes round the loop 10^12 times
Expected: 0 at once; yours: 0 after days
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens, self.part, self.clock = quota.burst, 0, 0

    def _refill(self, now):
        tokens, part = self.tokens, self.part + max(0, now - self.clock) * self.limit
        while part >= self.period and tokens < self.burst:
            tokens += 1
            part -= self.period
        return (tokens, part) if tokens < self.burst else (tokens, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tokens, self.part = self._refill(now)
        self.clock = max(self.clock, now)
        if self.tokens < cost:
            return -((self.part - (cost - self.tokens) * self.period) // self.limit)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens, part = self._refill(now)
        return Level(tokens, -((part - (self.burst - tokens) * self.period) // self.limit))
