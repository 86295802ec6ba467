"""Adds negative elapsed time too, so a step back takes tokens away; they are missing when the clock is where it was.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 2/16: take(1) take(0) take(1)
Expected: 0; yours: 1
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
        parts = self._parts_at(now)
        need = cost * self.quota.period
        if parts >= need:
            self.parts, self.last = parts - need, max(now, self.last)
            return 0
        self.parts, self.last = parts, max(now, self.last)
        return self._ticks_for(need - parts)

    def level(self, now: int) -> Level:
        parts = self._parts_at(now)
        return Level(parts // self.quota.period, self._ticks_for(self.full - parts))

    def _parts_at(self, now: int) -> int:
        return max(0, min(self.full, self.parts + (now - self.last) * self.quota.limit))

    def _ticks_for(self, parts: int) -> int:
        return -(-parts // self.quota.limit)
