"""Stops refilling at the burst in `take` but not in `level`, which promises more than the burst.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: level(10)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=2, reset_after=0)
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.stock, self.clock = quota.burst * quota.period, 0

    def _grown(self, now):
        return self.stock + max(0, now - self.clock) * self.quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.stock = min(self._grown(now), self.quota.burst * self.quota.period)
        self.clock = max(self.clock, now)
        missing = cost * self.quota.period - self.stock
        if missing > 0:
            return -(-missing // self.quota.limit)
        self.stock = -missing
        return 0

    def level(self, now: int) -> Level:
        stock = self._grown(now)
        missing = self.quota.burst * self.quota.period - stock
        return Level(stock // self.quota.period, max(0, -(-missing // self.quota.limit)))
