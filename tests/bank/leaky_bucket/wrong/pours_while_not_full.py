"""Pours whenever the bucket is not full yet, however much of the request is above the brim.

Breaks: law 0 (the formula decides)
Level: leak
Shows: 2/10: take(0) take(0, 2)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.water = self.clock = 0

    def _water(self, now):
        return max(0, self.water - self.quota.limit * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.water, self.clock = self._water(now), max(self.clock, now)
        if self.water < self.brim:
            self.water += cost * quota.period
            return 0
        return -((self.brim - self.water - cost * quota.period) // quota.limit)

    def level(self, now: int) -> Level:
        return Level(max(0, (self.brim - self._water(now)) // self.quota.period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
