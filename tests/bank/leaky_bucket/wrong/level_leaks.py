"""Lets the water out for good up to the time that `level` asks about, which may be in the future.

Breaks: law 7 (level only looks)
Level: level
Shows: 1/10: take(0) level(10) take(5)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.leak, self.unit, self.capacity = quota.limit, quota.period, quota.burst
        self.water = self.clock = 0

    def _water_at(self, now):
        return max(0, self.water - max(0, now - self.clock) * self.leak)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost {cost} is not between 1 and {self.capacity}")
        self.water, self.clock = self._water_at(now), max(self.clock, now)
        overflow = self.water + (cost - self.capacity) * self.unit
        if overflow > 0:
            return -(-overflow // self.leak)
        self.water += cost * self.unit
        return 0

    def level(self, now: int) -> Level:
        self.water, self.clock = self._water_at(now), max(self.clock, now)
        return Level(self.capacity - -(-self.water // self.unit), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water_at(now) // self.leak)
