"""Moves the time of the last refill at every call, but stores what flowed in only if it made a whole token more.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 1/8: take(0) take(1) take(1)
Expected: 7; yours: 8
Shipped: not known
"""

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
        if parts // self.quota.period > self.parts // self.quota.period:
            self.parts = parts
        self.last = now
        return self._ticks_for(need - parts)

    def level(self, now: int) -> Level:
        parts = self._parts_at(max(now, self.last))
        return Level(parts // self.quota.period, self._ticks_for(self.full - parts))

    def _parts_at(self, now: int) -> int:
        return min(self.full, self.parts + (now - self.last) * self.quota.limit)

    def _ticks_for(self, parts: int) -> int:
        return -(-parts // self.quota.limit)
