"""Keeps the water as a fraction, whose denominator is held below a million at every take.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/1048577 burst 2: take(0) take(2) delay(2)
Expected: 2097152; yours: 2097153
Shipped: not known
"""

from fractions import Fraction

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
            self.drops, self.last = self._short(poured), now
            return 0
        self.drops, self.last = drops, now
        return self._ticks_to_leak(poured - self.brim)

    def _short(self, drops: int) -> Fraction:
        return Fraction(drops, self.quota.period).limit_denominator(10**6) * self.quota.period

    def level(self, now: int) -> Level:
        drops = self._drops_at(max(now, self.last))
        return Level((self.brim - drops) // self.quota.period, self._ticks_to_leak(drops))

    def delay(self, now: int) -> int:
        return self._ticks_to_leak(self._drops_at(max(now, self.last)))

    def _drops_at(self, now: int) -> int:
        return max(0, self.drops - (now - self.last) * self.quota.limit)

    def _ticks_to_leak(self, drops: int) -> int:
        return -(-drops // self.quota.limit)
