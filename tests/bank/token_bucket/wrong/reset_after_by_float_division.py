"""Divides for reset_after with floats, and rounds that up; the wait is exact.

Breaks: law 7 (level is exact)
Level: level
Same as: float_in_reset_after
Shows: 1/9007199254740993: take(0) level(0)
Expected: Level(remaining=0, reset_after=9007199254740993); yours: Level(remaining=0, reset_after=9007199254740992)
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
        return self._ticks_for(need - parts)

    def level(self, now: int) -> Level:
        parts = self._parts_at(max(now, self.last))
        return Level(parts // self.quota.period, ceil((self.full - parts) / self.quota.limit))

    def _parts_at(self, now: int) -> int:
        return min(self.full, self.parts + (now - self.last) * self.quota.limit)

    def _ticks_for(self, parts: int) -> int:
        return -(-parts // self.quota.limit)
