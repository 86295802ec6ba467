"""Cuts a period of more than a second down to whole seconds.

Breaks: law 0 (the formula decides)
Level: exact
Shows: 1/1500000000: take(0) take(1000000000)
Expected: 500000000; yours: 0
Shipped: throttled-py 3.5.0: int(total_seconds()) silently makes 1.5 s into 1 s, and a period of 500 ms divides by zero
"""

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.burst = quota.limit, quota.burst
        self.token = quota.period
        if self.token > SECOND:
            self.token -= self.token % SECOND
        self.full = self.stock = self.burst * self.token
        self.clock = 0

    def _at(self, now):
        return min(self.full, self.stock + max(0, now - self.clock) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.stock, self.clock = self._at(now), max(self.clock, now)
        missing = cost * self.token - self.stock
        if missing > 0:
            return -(-missing // self.rate)
        self.stock = -missing
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.token, -((stock - self.full) // self.rate))
