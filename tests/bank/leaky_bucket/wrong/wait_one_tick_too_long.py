"""Says to wait until the water is below the height that is needed, not until it has just reached that.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 11
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.slope, self.one = quota.limit, quota.period
        self.brim = quota.burst * quota.period
        self.height_at_zero = self.clock = 0

    def _height(self, now):
        return max(0, self.height_at_zero - self.slope * max(now, self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost * self.one > self.brim:
            raise ValueError(f"cost {cost} is not between 1 and {self.brim // self.one}")
        behind, self.clock = max(0, self.clock - now), max(self.clock, now)
        height = self._height(self.clock) + cost * self.one
        if height > self.brim:
            return behind + (height - self.brim) // self.slope + 1
        self.height_at_zero = height + self.slope * self.clock
        return 0

    def level(self, now: int) -> Level:
        return Level((self.brim - self._height(now)) // self.one, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._height(now) // self.slope)
