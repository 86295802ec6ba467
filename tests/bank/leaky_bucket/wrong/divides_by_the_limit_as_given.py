"""Counts drops in lowest terms, and divides them by the limit as it was given for waits.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 2/16: take(0) take(0) take(0)
Expected: 8; yours: 4
Shipped: not known
"""

from math import gcd

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        shared = gcd(quota.limit, quota.period)
        self.leak, self.unit = quota.limit // shared, quota.period // shared
        self.brim = quota.burst * self.unit
        self.drops = 0
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        now = max(now, self.last)
        drops = self._drops_at(now)
        poured = drops + cost * self.unit
        if poured <= self.brim:
            self.drops, self.last = poured, now
            return 0
        self.drops, self.last = drops, now
        return self._ticks_to_leak(poured - self.brim)

    def level(self, now: int) -> Level:
        drops = self._drops_at(max(now, self.last))
        return Level((self.brim - drops) // self.unit, -(-drops // self.leak))

    def delay(self, now: int) -> int:
        return -(-self._drops_at(max(now, self.last)) // self.leak)

    def _drops_at(self, now: int) -> int:
        return max(0, self.drops - (now - self.last) * self.leak)

    def _ticks_to_leak(self, drops: int) -> int:
        return -(-drops // self.quota.limit)
