"""Pours water in when time steps back, and keeps it when time has come forward again.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 2/10: take(10) take(5, 2) take(10)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = self.clock = 0

    def _water(self, now):
        brim = self.quota.burst * self.quota.period
        return min(brim, max(0, self.water - (now - self.clock) * self.quota.limit))

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
        return Level(self.quota.burst - -(-self._water(now) // self.quota.period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
