"""Does not move the time of the last refill while the bucket is full, and pays for that time once it is not.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 1/10: take(10) take(10)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = self.stock = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        if self.stock == self.full:
            return self.stock, self.clock
        stock = self.stock + max(0, now - self.clock) * self.quota.limit
        return min(self.full, stock), max(self.clock, now)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.stock, self.clock = self._at(now)
        rest = self.stock - cost * self.quota.period
        if rest < 0:
            return -(rest // self.quota.limit)
        self.stock = rest
        return 0

    def level(self, now: int) -> Level:
        stock, _ = self._at(now)
        return Level(stock // self.quota.period, -((stock - self.full) // self.quota.limit))
