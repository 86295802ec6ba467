"""Rounds the wait up by always adding one, also when it was whole already.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 11
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
        missing = cost * self.token - self.stock
        if missing > 0:
            return missing // self.rate + 1
        self.stock = -missing
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.token, (self.full - stock + self.rate - 1) // self.rate)
