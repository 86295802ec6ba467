"""Divides for reset_after with floats, and rounds that up; everything else is exact.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/9007199254740993: take(0) level(0)
Expected: Level(remaining=0, reset_after=9007199254740993); yours: Level(remaining=0, reset_after=9007199254740992)
Shipped: not known
"""

from math import ceil

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
        return Level((self.brim - drops) // self.quota.period, ceil(drops / self.quota.limit))

    def delay(self, now: int) -> int:
        return self._ticks_to_leak(self._drops_at(max(now, self.last)))

    def _drops_at(self, now: int) -> int:
        return max(0, self.drops - (now - self.last) * self.quota.limit)

    def _ticks_to_leak(self, drops: int) -> int:
        return -(-drops // self.quota.limit)
