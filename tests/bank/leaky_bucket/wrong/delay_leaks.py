"""Lets the water out and moves its clock when `delay` asks, so asking about the future makes room now.

Breaks: law 7 (delay only looks)
Level: level
Shows: 1/10: take(0) delay(10) take(5)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = self.clock = 0

    def _leaked(self, now):
        return max(0, self.water - max(0, now - self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.water, self.clock = self._leaked(now), max(self.clock, now)
        overflow = self.water + (cost - quota.burst) * quota.period
        if overflow > 0:
            return -(-overflow // quota.limit)
        self.water += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        water = self._leaked(now)
        return Level(self.quota.burst - -(-water // self.quota.period), -(-water // self.quota.limit))

    def delay(self, now: int) -> int:
        self.water, self.clock = self._leaked(now), max(self.clock, now)
        return -(-self.water // self.quota.limit)
