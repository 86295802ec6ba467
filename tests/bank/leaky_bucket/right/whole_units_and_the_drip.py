"""Counts whole units and how much of the one that is leaving has left, and forgets the latter when the bucket is empty."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.units, self.left, self.clock = 0, 0, 0

    def _at(self, now: int) -> tuple[int, int]:
        gone, left = divmod(self.left + max(0, now - self.clock) * self.quota.limit, self.quota.period)
        return (self.units - gone, left) if gone < self.units else (0, 0)

    def _until(self, units: int, left: int) -> int:
        return -((left - units * self.quota.period) // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(cost)
        self.units, self.left = self._at(now)
        self.clock = max(self.clock, now)
        if (excess := self.units + cost - self.quota.burst) > 0:
            return self._until(excess, self.left)
        self.units += cost
        return 0

    def level(self, now: int) -> Level:
        units, left = self._at(now)
        return Level(self.quota.burst - units, self._until(units, left))

    def delay(self, now: int) -> int:
        return self._until(*self._at(now))
