"""Rounds the delay down, so departures come closer together than the leak allows.

Breaks: law 0 (the formula decides)
Level: exact
Shows: 3/10: take(0) delay(0)
Expected: 4; yours: 3
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
        return self._water_at(now) // self.leak
