"""Remembers what level answered at a tick, and forgets it only when a take moves the clock.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/8: level(0) take(0) level(0)
Expected: Level(remaining=0, reset_after=8); yours: Level(remaining=1, reset_after=0)
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = quota.burst * quota.period
        self.parts = self.full
        self.last = 0
        self.seen: dict[int, Level] = {}

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        now = max(now, self.last)
        if now > self.last:
            self.seen.clear()
        parts = self._parts_at(now)
        need = cost * self.quota.period
        if parts >= need:
            self.parts, self.last = parts - need, now
            return 0
        self.parts, self.last = parts, now
        return self._ticks_for(need - parts)

    def level(self, now: int) -> Level:
        now = max(now, self.last)
        if now not in self.seen:
            parts = self._parts_at(now)
            self.seen = {now: Level(parts // self.quota.period, self._ticks_for(self.full - parts))}
        return self.seen[now]

    def _parts_at(self, now: int) -> int:
        return min(self.full, self.parts + (now - self.last) * self.quota.limit)

    def _ticks_for(self, parts: int) -> int:
        return -(-parts // self.quota.limit)
