"""Whole numbers: the water is counted in P-ths of a unit, of which exactly L leak in a tick."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.leak = quota.limit
        self.unit = quota.period
        self.capacity = quota.burst
        self.water = 0
        self.clock = 0

    def _water_at(self, now):
        return max(0, self.water - max(0, now - self.clock) * self.leak)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost must be from 1 to {self.capacity}, not {cost}")
        self.water = self._water_at(now)
        self.clock = max(self.clock, now)
        overflow = self.water + (cost - self.capacity) * self.unit
        if overflow > 0:
            return -(-overflow // self.leak)
        self.water += cost * self.unit
        return 0

    def level(self, now: int) -> Level:
        return Level(self.capacity - -(-self._water_at(now) // self.unit), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water_at(now) // self.leak)
