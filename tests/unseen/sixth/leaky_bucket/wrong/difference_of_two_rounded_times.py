"""Wrong: the wait is the delay (rounded up) less the time of the room that may stay (rounded down): a tick too long at times."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = 0  # in 1/period
        self.clock = 0

    def _water(self, now: int) -> int:
        return max(0, self.water - max(0, now - self.clock) * self.quota.limit)

    def delay(self, now: int) -> int:
        return -(-self._water(now) // self.quota.limit)

    def _time_of(self, units: int) -> int:
        return units * self.quota.period // self.quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}")
        water = self._water(now)
        wait = 0
        if water > (self.quota.burst - cost) * self.quota.period:
            wait = self.delay(now) - self._time_of(self.quota.burst - cost)
        self.water = water if wait else water + cost * self.quota.period
        self.clock = max(self.clock, now)
        return wait

    def level(self, now: int) -> Level:
        room = self.quota.burst * self.quota.period - self._water(now)
        return Level(room // self.quota.period, self.delay(now))
