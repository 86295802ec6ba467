"""Creates the pail once, as a default argument, so all buckets of a program share its water.

Breaks: law 0 (empty when new)
Level: fill
Shows: two buckets of the quota 1/10: take(0) on the first, then take(0) on the second
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class Pail:
    def __init__(self):
        self.water = self.clock = 0


class LeakyBucket:
    def __init__(self, quota: Quota, pail: Pail = Pail()) -> None:
        self.quota, self.pail = quota, pail

    def _water(self, now):
        return max(0, self.pail.water - max(0, now - self.pail.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota, pail = self.quota, self.pail
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        pail.water, pail.clock = self._water(now), max(pail.clock, now)
        overflow = pail.water + (cost - quota.burst) * quota.period
        if overflow > 0:
            return -(-overflow // quota.limit)
        pail.water += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, self.quota.burst - -(-self._water(now) // self.quota.period)), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)
