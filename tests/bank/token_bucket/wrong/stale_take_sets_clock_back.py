"""Sets the time of the last refill back on a take from the past, and credits the same stretch twice.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(0) take(10)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = self.stock = quota.burst * quota.period
        self.last = 0

    def _at(self, now):
        return min(self.full, self.stock + max(0, now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.stock = self._at(now)
        self.last = now
        missing = cost * self.quota.period - self.stock
        if missing > 0:
            return -(-missing // self.quota.limit)
        self.stock = -missing
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.quota.period, -((stock - self.full) // self.quota.limit))
