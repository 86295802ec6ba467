"""Raises a RuntimeError when time goes back.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: 1 or more; yours: RuntimeError
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.water = self.clock = 0

    def _water(self, now):
        return max(0, self.water - max(0, now - self.clock) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        if now < self.clock:
            raise RuntimeError(f"{now} is before {self.clock}")
        self.water, self.clock = self._water(now), now
        overflow = self.water + (cost - self.burst) * self.period
        if overflow > 0:
            return -(-overflow // self.limit)
        self.water += cost * self.period
        return 0

    def level(self, now: int) -> Level:
        return Level(self.burst - -(-self._water(now) // self.period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.limit)
