"""Spends first, and only then finds that the cost is above the burst and raises.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2) take(0)
Expected: 0; yours: 20
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
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        stock = self._at(now) - cost * self.quota.period
        if stock < 0 and cost <= self.quota.burst:
            return -(stock // self.quota.limit)
        self.stock, self.clock = stock, max(self.clock, now)
        if cost > self.quota.burst:
            raise ValueError(f"cost {cost} is above {self.quota.burst}")
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(max(0, stock // self.quota.period), -((stock - self.full) // self.quota.limit))
