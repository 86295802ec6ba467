"""Answers how long the whole cost takes to leak, although some of it would fit at once.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 2/10: take(0) take(0, 2)
Expected: 5; yours: 10
Shipped: aiolimiter #217: waited amount / rate although room came sooner
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
        if self.water + cost * self.unit > self.capacity * self.unit:
            return -(-cost * self.unit // self.leak)
        self.water += cost * self.unit
        return 0

    def level(self, now: int) -> Level:
        return Level(self.capacity - -(-self._water_at(now) // self.unit), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water_at(now) // self.leak)
