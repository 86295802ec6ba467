"""Stores in delay what has leaked and when, so that asking about the future moves the clock.

Breaks: law 7 (level only looks)
Level: delay
Same as: delay_leaks
Shows: 1/8: take(0) delay(1) delay(0)
Expected: 8; yours: 7
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
        drops = self._drops_at(max(now, self.last))
        return Level((self.brim - drops) // self.quota.period, self._ticks_to_leak(drops))

    def delay(self, now: int) -> int:
        now = max(now, self.last)
        self.drops, self.last = self._drops_at(now), now
        return self._ticks_to_leak(self.drops)

    def _drops_at(self, now: int) -> int:
        return max(0, self.drops - (now - self.last) * self.quota.limit)

    def _ticks_to_leak(self, drops: int) -> int:
        return -(-drops // self.quota.limit)
