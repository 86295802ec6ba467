"""Takes a cost of zero for a valid one and grants it.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 0)
Expected: ValueError; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.token, self.burst = quota.limit, quota.period, quota.burst
        self.stock, self.clock = self.burst * self.token, 0

    def _stock_at(self, now):
        grown = self.stock + (max(now, self.clock) - self.clock) * self.rate
        return min(grown, self.burst * self.token)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 0 and {self.burst}")
        self.stock, self.clock = self._stock_at(now), max(now, self.clock)
        short = cost * self.token - self.stock
        if short > 0:
            return -(-short // self.rate)
        self.stock = -short
        return 0

    def level(self, now: int) -> Level:
        stock = self._stock_at(now)
        return Level(stock // self.token, -((stock - self.burst * self.token) // self.rate))
