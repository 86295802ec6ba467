"""Divides for the wait with floats, and rounds that up; level is exact.

Breaks: law 3 (the wait is exact)
Level: exact
Same as: wait_by_true_division
Shows: 1/9007199254740993: take(0) take(0)
Expected: 9007199254740993; yours: 9007199254740992
Shipped: not known
"""

from math import ceil

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = quota.burst * quota.period
        self.parts = self.full
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        now = max(now, self.last)
        parts = self._parts_at(now)
        need = cost * self.quota.period
        if parts >= need:
            self.parts, self.last = parts - need, now
            return 0
        self.parts, self.last = parts, now
        return ceil((need - parts) / self.quota.limit)

    def level(self, now: int) -> Level:
        parts = self._parts_at(max(now, self.last))
        return Level(parts // self.quota.period, self._ticks_for(self.full - parts))

    def _parts_at(self, now: int) -> int:
        return min(self.full, self.parts + (now - self.last) * self.quota.limit)

    def _ticks_for(self, parts: int) -> int:
        return -(-parts // self.quota.limit)
