"""Refuses a request that overflows, but fills the bucket to the brim first.

Breaks: law 2 (a refusal is free)
Level: cost
Shows: 2/10: take(0) take(0, 2) take(0)
Expected: 0; yours: 5
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
        brim = self.capacity * self.unit
        poured = self._water_at(now) + cost * self.unit
        self.water, self.clock = min(brim, poured), max(self.clock, now)
        return max(0, -((brim - poured) // self.leak))

    def level(self, now: int) -> Level:
        return Level(self.capacity - -(-self._water_at(now) // self.unit), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water_at(now) // self.leak)
