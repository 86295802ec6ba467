"""Subtracts the leak in `level` without stopping at empty, and shows more than the burst.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: level(10)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=2, reset_after=0)
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = self.clock = 0

    def _leaked(self, now):
        return max(0, now - self.clock) * self.quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.water, self.clock = max(0, self.water - self._leaked(now)), max(self.clock, now)
        overflow = self.water + (cost - quota.burst) * quota.period
        if overflow > 0:
            return -(-overflow // quota.limit)
        self.water += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        water = self.water - self._leaked(now)
        return Level((self.quota.burst * self.quota.period - water) // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-max(0, self.water - self._leaked(now)) // self.quota.limit)
