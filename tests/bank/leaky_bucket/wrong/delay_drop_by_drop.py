"""Counts the delay by letting the water out in thought, tick by tick.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: one unit per day in nanoseconds: delay after one take goes round the loop 86400000000000 times
Expected: 86400000000000 at once; yours: the same after months
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
        water = self._water_at(now)
        return Level(self.capacity - -(-water // self.unit), -(-water // self.leak))

    def delay(self, now: int) -> int:
        water, ticks = self._water_at(now), 0
        while water > 0:
            water -= self.leak
            ticks += 1
        return ticks
