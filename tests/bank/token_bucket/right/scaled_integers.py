"""Whole numbers only: the stock is counted in P-ths of a token, so that one tick adds exactly L of them."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.token = quota.period
        self.burst = quota.burst
        self.full = self.stock = quota.burst * quota.period
        self.clock = 0

    def _stock_at(self, now):
        return min(self.full, self.stock + max(0, now - self.clock) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, not {cost}")
        self.stock = self._stock_at(now)
        self.clock = max(self.clock, now)
        missing = cost * self.token - self.stock
        if missing > 0:
            return -(-missing // self.rate)
        self.stock = -missing
        return 0

    def level(self, now: int) -> Level:
        stock = self._stock_at(now)
        return Level(stock // self.token, -((stock - self.full) // self.rate))
