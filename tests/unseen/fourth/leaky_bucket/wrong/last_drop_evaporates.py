"""When less than a unit is left at the time of a take, the bucket is counted as empty."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._rate, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._water = 0
        self._clock = 0

    def _water_at(self, now: int) -> int:
        leaked = self._rate * (now - self._clock) if now > self._clock else 0
        return max(0, self._water - leaked)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(f"cost must be from 1 to {self._burst}, got {cost}")
        water = self._water_at(now)
        if water < self._period:
            water = 0  # nobody is in line any more
        self._clock = max(self._clock, now)
        self._water = water
        over = water + (cost - self._burst) * self._period
        if over > 0:
            return -(-over // self._rate)
        self._water += cost * self._period
        return 0

    def level(self, now: int) -> Level:
        return Level((self._burst * self._period - self._water_at(now)) // self._period, self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._water_at(now) // self._rate)
