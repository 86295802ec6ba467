"""Lets the water go below zero in level, so after a rest more remains than the burst.

Breaks: law 7 (level is exact)
Level: level
Same as: level_leaks_below_empty
Shows: 1/8: level(8)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=2, reset_after=0)
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.drops = 0
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        now = max(now, self.last)
        drops = self._drops_at(now)
        poured = drops + cost * self.quota.period
        if poured <= self.brim:
            self.drops, self.last = poured, now
            return 0
        self.drops, self.last = drops, now
        return self._ticks_to_leak(poured - self.brim)

    def level(self, now: int) -> Level:
        now = max(now, self.last)
        drops = self.drops - (now - self.last) * self.quota.limit
        return Level((self.brim - drops) // self.quota.period, max(0, self._ticks_to_leak(drops)))

    def delay(self, now: int) -> int:
        return self._ticks_to_leak(self._drops_at(max(now, self.last)))

    def _drops_at(self, now: int) -> int:
        return max(0, self.drops - (now - self.last) * self.quota.limit)

    def _ticks_to_leak(self, drops: int) -> int:
        return -(-drops // self.quota.limit)
