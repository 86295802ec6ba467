"""Remembers the last refusal by its cost, and repeats it until its wait is over, whatever happens meanwhile.

Breaks: law 3 (the wait is exact)
Level: refusal
Shows: 1/8 burst 2: take(0) take(0, 2) take(0) take(0, 2)
Expected: 16; yours: 8
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = quota.burst * quota.period
        self.parts = self.full
        self.last = 0
        self.refused, self.until = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        now = max(now, self.last)
        if cost == self.refused and now < self.until:
            self.parts, self.last = self._parts_at(now), now
            return self.until - now
        parts = self._parts_at(now)
        need = cost * self.quota.period
        if parts >= need:
            self.parts, self.last = parts - need, now
            return 0
        self.parts, self.last = parts, now
        wait = self._ticks_for(need - parts)
        self.refused, self.until = cost, now + wait
        return wait

    def level(self, now: int) -> Level:
        parts = self._parts_at(max(now, self.last))
        return Level(parts // self.quota.period, self._ticks_for(self.full - parts))

    def _parts_at(self, now: int) -> int:
        return min(self.full, self.parts + (now - self.last) * self.quota.limit)

    def _ticks_for(self, parts: int) -> int:
        return -(-parts // self.quota.limit)
