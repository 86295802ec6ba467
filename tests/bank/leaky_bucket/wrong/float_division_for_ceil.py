"""Rounds whole numbers up with math.ceil(a / b), which is wrong where a float has no room for the quotient.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/10000000000000001: take(0) delay(0)
Expected: 10000000000000001; yours: 10000000000000000
Shipped: not known
"""

from math import ceil

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
            return ceil(overflow / quota.limit)
        self.water += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        room = self.quota.burst * self.quota.period - self._water(now)
        return Level(room // self.quota.period, self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) / self.quota.limit)
