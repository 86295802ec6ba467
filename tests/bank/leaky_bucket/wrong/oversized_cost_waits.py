"""Works out a wait for a cost that no empty bucket could hold.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0, 2)
Expected: ValueError; yours: 10
Shipped: throttled-py 3.5.0: a cost of 6 on a limit of 5 with timeout=3 hung and came back after 4.0 s
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
