"""Adds whole tokens only, and moves the time of the last refill by what they took, rounded down: a little time counts twice.

Breaks: law 9 (no drift)
Level: exact
Same as: stamp_moves_by_floored_token_time
Shows: 3/10 burst 4: take(0, 4) take(4, 4)
Expected: 10; yours: 9
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
        whole = (now - self.last) * self.quota.limit // self.quota.period
        then = now if parts == self.full else self.last + whole * self.quota.period // self.quota.limit
        need = cost * self.quota.period
        if parts >= need:
            self.parts, self.last = parts - need, then
            return 0
        self.parts, self.last = parts, then
        return max(1, self._ticks_for(need - parts) - (now - then))

    def level(self, now: int) -> Level:
        parts = self._parts_at(max(now, self.last))
        due = self._ticks_for(self.full - self.parts) + self.last - max(now, self.last)
        return Level(parts // self.quota.period, max(0, due))

    def _parts_at(self, now: int) -> int:
        whole = (now - self.last) * self.quota.limit // self.quota.period
        return min(self.full, self.parts + whole * self.quota.period)

    def _ticks_for(self, parts: int) -> int:
        return -(-parts // self.quota.limit)
