"""Gives the whole period as `reset_after` as long as there is any water.

Breaks: law 7 (level is exact)
Level: level
Shows: 2/10: take(0) level(0)
Expected: Level(remaining=1, reset_after=5); yours: Level(remaining=1, reset_after=10)
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = self.clock = 0

    def _water(self, now):
        return max(0, self.water - max(0, now - self.clock) * self.quota.limit)

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
        water = self._water(now)
        return Level(self.quota.burst - -(-water // self.quota.period), self.quota.period if water else 0)

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
