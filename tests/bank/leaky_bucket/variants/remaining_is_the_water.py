"""Variant of wrong/remaining_is_the_water: one look at the bucket gives units, wait and delay at once."""

from collections import namedtuple

from ratelimit import Level, Quota


Look = namedtuple("Look", "water whole_units ticks_to_empty")


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = self.tick = 0

    def look(self, now: int) -> Look:
        water = self.water - max(0, now - self.tick) * self.quota.limit
        water = 0 if water < 0 else water
        return Look(water, water // self.quota.period, -(-water // self.quota.limit))

    def take(self, now: int, cost: int = 1) -> int:
        if cost > self.quota.burst or cost < 1:
            raise ValueError("cost out of bounds")
        self.water, self.tick = self.look(now).water, max(self.tick, now)
        brim = self.quota.burst * self.quota.period
        poured = self.water + cost * self.quota.period
        if poured > brim:
            return (poured - brim + self.quota.limit - 1) // self.quota.limit
        self.water = poured
        return 0

    def level(self, now: int) -> Level:
        seen = self.look(now)
        return Level(seen.whole_units, seen.ticks_to_empty)

    def delay(self, now: int) -> int:
        return self.look(now).ticks_to_empty
