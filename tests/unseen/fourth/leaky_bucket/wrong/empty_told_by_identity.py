"""`level` tells an empty bucket by `is`, so with large numbers an empty bucket says that it takes a tick to be empty."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.brim = quota.burst * quota.period
        self.room, self.clock = self.brim, 0

    def _room(self, now: int) -> int:
        room = self.room + self.limit * max(0, now - self.clock)
        return self.brim if room > self.brim else room

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("cost")
        self.room, self.clock = self._room(now), max(now, self.clock)
        lacking = cost * self.period - self.room
        if lacking > 0:
            return 1 + (lacking - 1) // self.limit
        self.room -= cost * self.period
        return 0

    def level(self, now: int) -> Level:
        room = self._room(now)
        if room is self.brim:
            return Level(self.burst, 0)
        return Level(room // self.period, 1 + max(0, self.brim - room - 1) // self.limit)

    def delay(self, now: int) -> int:
        return -((self._room(now) - self.brim) // self.limit)
