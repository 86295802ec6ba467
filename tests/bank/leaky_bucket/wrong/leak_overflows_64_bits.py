"""Computes the leak as a signed 64-bit product, which turns negative after a long rest and pours water in.

Breaks: law 9 (no drift)
Level: exact
Shows: 1000000000/1: take(0) take(10000000000)
Expected: 0; yours: 1
Shipped: not known
"""

from ctypes import c_int64

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = self.clock = 0

    def _water(self, now):
        leaked = c_int64(max(0, now - self.clock) * self.quota.limit).value
        return min(self.quota.burst * self.quota.period, max(0, self.water - leaked))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.water, self.clock = self._water(now), max(self.clock, now)
        overflow = self.water + (cost - quota.burst) * quota.period
        if overflow > 0:
            return -(-overflow // quota.limit)
        self.water += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        return Level(self.quota.burst - -(-self._water(now) // self.quota.period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
