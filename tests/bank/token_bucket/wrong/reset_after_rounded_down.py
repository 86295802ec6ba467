"""Rounds reset_after down: that many ticks later the bucket is not full yet.

Breaks: law 7 (level is exact)
Level: level
Shows: 3/10: take(0) level(0)
Expected: Level(remaining=2, reset_after=4); yours: Level(remaining=2, reset_after=3)
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = self.stock = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        return min(self.full, self.stock + max(0, now - self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.stock, self.clock = self._at(now), max(self.clock, now)
        rest = self.stock - cost * self.quota.period
        if rest < 0:
            return -(rest // self.quota.limit)
        self.stock = rest
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.quota.period, (self.full - stock) // self.quota.limit)
