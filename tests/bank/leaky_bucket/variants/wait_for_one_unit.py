"""Variant of wrong/wait_for_one_unit: keeps when the bucket will be empty, in slices of a tick."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.slices = quota.limit
        self.interval = quota.period
        self.holds = quota.burst * quota.period
        self.empty_at = 0

    def take(self, now: int, cost: int = 1) -> int:
        weight = cost * self.interval
        if cost < 1 or weight > self.holds:
            raise ValueError("not a cost for this bucket")
        water = self._water(now)
        if water + weight <= self.holds:
            self.empty_at = now * self.slices + water + weight
            return 0
        return max(1, self._ticks(water + self.interval - self.holds))

    def _water(self, now: int) -> int:
        return max(0, self.empty_at - now * self.slices)

    def _ticks(self, slices: int) -> int:
        return -(-slices // self.slices)

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level(max(0, self.holds - water) // self.interval, self._ticks(water))

    def delay(self, now: int) -> int:
        return self._ticks(self._water(now))
