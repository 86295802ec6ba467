"""Moves its clock before it checks the cost, so after a call that raises others get tokens from the future.

Breaks: law 6 (a call that raises does not move the clock)
Level: cost
Shows: 1/10: take(0) take(20, 2) take(5)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.tokens, self.part, self.last = quota.burst, 0, 0

    def _refill(self, now):
        more, part = divmod(self.part + max(0, now - self.last) * self.limit, self.period)
        if self.tokens + more >= self.burst:
            return self.burst, 0
        return self.tokens + more, part

    def take(self, now: int, cost: int = 1) -> int:
        self.tokens, self.part = self._refill(now)
        self.last = max(self.last, now)
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        if self.tokens < cost:
            return -((self.part - (cost - self.tokens) * self.period) // self.limit)
        self.tokens -= cost
        return 0

    def level(self, now: int) -> Level:
        tokens, part = self._refill(now)
        return Level(tokens, -((part - (self.burst - tokens) * self.period) // self.limit))
