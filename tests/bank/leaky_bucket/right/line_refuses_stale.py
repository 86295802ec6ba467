"""The water is a falling line, kept as its height at time zero; whoever is behind the clock is sent away until it."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.slope, self.one = quota.limit, quota.period
        self.brim = quota.burst * quota.period
        self.height_at_zero = 0
        self.clock = 0

    def _height(self, now):
        return max(0, self.height_at_zero - self.slope * max(now, self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost * self.one > self.brim:
            raise ValueError(f"cost {cost} is not one that a burst of {self.brim // self.one} allows")
        if now < self.clock:
            return self.clock - now
        self.clock = now
        height = self._height(now) + cost * self.one
        if height > self.brim:
            return -((self.brim - height) // self.slope)
        self.height_at_zero = height + self.slope * now
        return 0

    def level(self, now: int) -> Level:
        return Level((self.brim - self._height(now)) // self.one, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._height(now) // self.slope)
