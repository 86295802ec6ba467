"""Leaks whole units, and moves the time of the last leak by what they took, rounded down to a tick: it drifts.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/2 burst 2: take(0, 2) take(1) take(1)
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
        drops, then = self._leaked(now)
        poured = drops + cost * self.quota.period
        if poured <= self.brim:
            self.drops, self.last = poured, then
            return 0
        self.drops, self.last = drops, then
        return max(1, self._ticks_to_leak(poured - self.brim) - (now - then))

    def level(self, now: int) -> Level:
        drops, _ = self._leaked(max(now, self.last))
        return Level((self.brim - drops) // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return self._ticks_to_leak(self._drops_at(max(now, self.last)))

    def _drops_at(self, now: int) -> int:
        return max(0, self.drops - (now - self.last) * self.quota.limit)

    def _leaked(self, now: int) -> tuple[int, int]:
        whole = (now - self.last) * self.quota.limit // self.quota.period
        drops = self.drops - whole * self.quota.period
        if drops <= 0:
            return 0, now
        return drops, self.last + whole * self.quota.period // self.quota.limit

    def _ticks_to_leak(self, drops: int) -> int:
        return -(-drops // self.quota.limit)
