"""Starts empty and has to fill first.

Breaks: law 0 (full when new)
Level: burst
Shows: 1/10: take(0)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.token, self.burst = quota.limit, quota.period, quota.burst
        self.stock = 0
        self.clock = 0

    def _stock_at(self, now):
        return min(self.burst * self.token, self.stock + max(0, now - self.clock) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.stock, self.clock = self._stock_at(now), max(self.clock, now)
        missing = cost * self.token - self.stock
        if missing > 0:
            return -(-missing // self.rate)
        self.stock = -missing
        return 0

    def level(self, now: int) -> Level:
        stock = self._stock_at(now)
        return Level(stock // self.token, -((stock - self.burst * self.token) // self.rate))
