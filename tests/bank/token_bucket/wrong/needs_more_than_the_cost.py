"""Wants more tokens than the cost: the last token of a bucket is never given out.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 1/10: take(0)
Expected: 0; yours: 1
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.token, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.stock = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        return min(self.full, self.stock + max(0, now - self.clock) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.stock, self.clock = self._at(now), max(self.clock, now)
        need = cost * self.token
        if self.stock > need:
            self.stock -= need
            return 0
        return max(1, -((self.stock - need) // self.rate))

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.token, -((stock - self.full) // self.rate))
