"""Drips a token every `period // limit` whole ticks, which is too often when that leaves a remainder.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/10: take(0, 3) take(9, 3)
Expected: 1; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = max(1, quota.period // quota.limit)
        self.stock = self.full = quota.burst * self.interval
        self.clock = 0

    def _at(self, now):
        return min(self.full, self.stock + max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.stock, self.clock = self._at(now), max(self.clock, now)
        missing = cost * self.interval - self.stock
        if missing > 0:
            return missing
        self.stock = -missing
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.interval, self.full - stock)
