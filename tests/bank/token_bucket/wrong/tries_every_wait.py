"""Finds the wait by trying one tick after the other.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: 1 per day in nanoseconds, with a burst of 1: the second take goes round the loop 86400000000000 times
Expected: 86400000000000 at once; yours: the same after months
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
        need = cost * self.quota.period
        wait = 0
        while self._at(self.clock + wait) < need:
            wait += 1
        if wait == 0:
            self.stock -= need
        return wait

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.quota.period, -((stock - self.full) // self.quota.limit))
