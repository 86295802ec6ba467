"""A cost that would fill the bucket just to the brim is refused, unless the bucket is empty."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.out, self.unit, self.burst = quota.limit, quota.period, quota.burst
        self.water = self.clock = 0

    def _at(self, now: int) -> int:
        return max(0, self.water - self.out * max(0, now - self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("never fits")
        self.water, self.clock = self._at(now), max(now, self.clock)
        over = self.water + cost * self.unit - self.burst * self.unit
        if self.water and over >= 0:
            return max(1, -(-over // self.out))
        self.water += cost * self.unit
        return 0

    def level(self, now: int) -> Level:
        return Level(self.burst - -(-self._at(now) // self.unit), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._at(now) // self.out)
