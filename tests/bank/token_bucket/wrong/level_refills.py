"""Refills and moves its clock when `level` asks, so asking about the future makes its tokens spendable now.

Breaks: law 7 (level only looks)
Level: level
Shows: 1/10: take(0) level(10) take(5)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = self.stock = quota.burst * quota.period
        self.clock = 0

    def _refill(self, now):
        if now > self.clock:
            self.stock = min(self.full, self.stock + (now - self.clock) * self.quota.limit)
            self.clock = now

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self._refill(now)
        rest = self.stock - cost * self.quota.period
        if rest < 0:
            return -(rest // self.quota.limit)
        self.stock = rest
        return 0

    def level(self, now: int) -> Level:
        self._refill(now)
        return Level(self.stock // self.quota.period, -((self.stock - self.full) // self.quota.limit))
