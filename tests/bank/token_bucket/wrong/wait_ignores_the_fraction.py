"""Works out the wait from the whole tokens that are there, as if a token begun had to start over.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(5)
Expected: 5; yours: 10
Shipped: bucket4j #88: the wait did not count the part of a token that was there
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = self.parts = quota.burst * quota.period
        self.last = 0

    def _refilled(self, now):
        return min(self.full, self.parts + max(0, now - self.last) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        self.parts, self.last = self._refilled(now), max(self.last, now)
        if self.parts >= cost * self.quota.period:
            self.parts -= cost * self.quota.period
            return 0
        tokens = self.parts // self.quota.period
        return -(-(cost - tokens) * self.quota.period // self.quota.limit)

    def level(self, now: int) -> Level:
        parts = self._refilled(now)
        return Level(parts // self.quota.period, -((parts - self.full) // self.quota.limit))
