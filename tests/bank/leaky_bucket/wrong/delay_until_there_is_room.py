"""Gives as `delay` how long until one more unit fits, so nobody queues before the bucket is full.

Breaks: law 0 (the formula decides)
Level: delay
Shows: 2/10: take(0) delay(0)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = self.clock = 0

    def _water(self, now):
        return max(0, self.water - max(0, now - self.clock) * self.quota.limit)

    def _wait(self, water, cost):
        return max(0, -(-(water + (cost - self.quota.burst) * self.quota.period) // self.quota.limit))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.water, self.clock = self._water(now), max(self.clock, now)
        wait = self._wait(self.water, cost)
        if wait == 0:
            self.water += cost * self.quota.period
        return wait

    def level(self, now: int) -> Level:
        water = self._water(now)
        return Level(self.quota.burst - -(-water // self.quota.period), self._wait(water, self.quota.burst))

    def delay(self, now: int) -> int:
        return self._wait(self._water(now), 1)
