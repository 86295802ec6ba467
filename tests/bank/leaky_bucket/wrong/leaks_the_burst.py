"""Leaks the burst per period instead of the limit.

Breaks: law 0 (the formula decides)
Level: leak
Shows: 1/10 burst 2: take(0, 2) take(5)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.leak = quota.burst
        self.water = self.clock = 0

    def _water(self, now):
        return max(0, self.water - self.leak * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.water, self.clock = self._water(now), max(self.clock, now)
        overflow = self.water + (cost - quota.burst) * quota.period
        if overflow > 0:
            return (overflow + self.leak - 1) // self.leak
        self.water += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        return Level(self.quota.burst - -(-self._water(now) // self.quota.period), self.delay(now))

    def delay(self, now: int) -> int:
        return (self._water(now) + self.leak - 1) // self.leak
