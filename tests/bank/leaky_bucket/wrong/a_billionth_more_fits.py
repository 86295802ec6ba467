"""Lets a take in that is up to a billionth of a unit too much.

Breaks: law 0 (the formula decides)
Level: exact
Shows: 1/1000000000: take(0) take(999999999)
Expected: 1; yours: 0
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
        if (poured - self.brim) * 10**9 <= self.quota.period:
            self.drops, self.last = poured, now
            return 0
        self.drops, self.last = drops, now
        return max(1, self._ticks_to_leak(poured - self.brim))

    def level(self, now: int) -> Level:
        drops = self._drops_at(max(now, self.last))
        return Level(max(0, (self.brim - drops) // self.quota.period), self._ticks_to_leak(drops))

    def delay(self, now: int) -> int:
        return self._ticks_to_leak(self._drops_at(max(now, self.last)))

    def _drops_at(self, now: int) -> int:
        return max(0, self.drops - (now - self.last) * self.quota.limit)

    def _ticks_to_leak(self, drops: int) -> int:
        return -(-drops // self.quota.limit)
