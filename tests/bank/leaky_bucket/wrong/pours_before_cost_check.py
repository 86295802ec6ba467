"""Pours first and then raises for a cost above the burst, with the water already inside.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2) take(0)
Expected: 0; yours: 20
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
        if cost < 1:
            raise ValueError(f"cost {cost} is below 1")
        before, after = self._water(now), self._water(now) + cost * quota.period
        self.water, self.clock = after, max(self.clock, now)
        if cost > quota.burst:
            raise ValueError(f"cost {cost} is above {quota.burst}")
        overflow = after - quota.burst * quota.period
        if overflow > 0:
            self.water = before
            return -(-overflow // quota.limit)
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.quota.burst - -(-self._water(now) // self.quota.period)), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
