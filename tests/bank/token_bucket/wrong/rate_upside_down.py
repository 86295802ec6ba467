"""Divides the period by the limit for its rate, and refills so many tokens per tick.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 1/10: take(0) take(1)
Expected: 9; yours: 0
Shipped: rush issue 18: passed count / period to a script that takes period / rate; per_minute(60) refilled one in 60 s
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.rate, self.token = quota.period, quota.limit
        self.stock, self.clock = self.burst * self.token, 0

    def _stock_at(self, now):
        return min(self.burst * self.token, self.stock + max(0, now - self.clock) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.stock, self.clock = self._stock_at(now), max(now, self.clock)
        if self.stock < cost * self.token:
            return -((self.stock - cost * self.token) // self.rate)
        self.stock -= cost * self.token
        return 0

    def level(self, now: int) -> Level:
        stock = self._stock_at(now)
        return Level(stock // self.token, -((stock - self.burst * self.token) // self.rate))
