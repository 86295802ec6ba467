"""Writes `self.last or now` for "since the last call", so that nothing leaks after a call at tick 0.

Breaks: law 1 (The formula)
Level: leak
Shows: 1/10 burst 1: take(0) take(10)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = 0
        self.last = None

    def water_at(self, now: int) -> int:
        since = max(0, now - (self.last or now))
        return max(0, self.water - since * self.quota.limit)

    def ticks(self, water: int) -> int:
        return (water + self.quota.limit - 1) // self.quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"invalid cost {cost}")
        unit, brim = self.quota.period, self.quota.burst * self.quota.period
        self.water = self.water_at(now)
        self.last = max(now, self.last or 0)
        if (after := self.water + cost * unit) > brim:
            return self.ticks(after - brim)
        self.water = after
        return 0

    def level(self, now: int) -> Level:
        water = self.water_at(now)
        return Level(self.quota.burst - self.ticks_of_units(water), self.ticks(water))

    def ticks_of_units(self, water: int) -> int:
        return (water + self.quota.period - 1) // self.quota.period

    def delay(self, now: int) -> int:
        return self.ticks(self.water_at(now))
