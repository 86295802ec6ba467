"""Answers a refusal with 1, as if take were a question with yes or no.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 1
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = self.stock = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        return min(self.brim, self.stock + max(0, now - self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or cost > self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.stock, self.clock = self._at(now), max(self.clock, now)
        granted = self.stock >= cost * self.quota.period
        if granted:
            self.stock -= cost * self.quota.period
        return int(not granted)

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.quota.period, -((stock - self.brim) // self.quota.limit))
