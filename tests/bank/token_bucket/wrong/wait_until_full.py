"""Tells a refused caller to wait until the bucket is full, not until the cost fits.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 2/10: take(0, 2) take(0)
Expected: 5; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full_at = 0

    def _busy(self, now):
        return max(0, self.full_at - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        busy = self._busy(now)
        if busy + cost * quota.period > quota.burst * quota.period:
            return self.level(now).reset_after
        self.full_at = now * quota.limit + busy + cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        busy = self._busy(now)
        return Level(max(0, self.quota.burst - -(-busy // self.quota.period)), -(-busy // self.quota.limit))
