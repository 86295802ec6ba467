"""Takes a bucket that nobody has touched for a period for full, though a large burst takes longer to flow in.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 1/8 burst 3: take(0) take(0) take(0) take(9) take(17) take(17)
Expected: a refusal (above 0); yours: 0
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
        self.parts, self.last = parts, now
        return self._ticks_for(need - parts)

    def level(self, now: int) -> Level:
        parts = self._parts_at(max(now, self.last))
        return Level(parts // self.quota.period, self._ticks_for(self.full - parts))

    def _parts_at(self, now: int) -> int:
        elapsed = now - self.last
        if elapsed >= self.quota.period:
            return self.full
        return min(self.full, self.parts + elapsed * self.quota.limit)

    def _ticks_for(self, parts: int) -> int:
        return -(-parts // self.quota.limit)
