"""Wrong: a take is granted if the bucket isn't full yet, whatever its cost is, so the water can rise above the brim."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._burst = quota.burst
        self._brim = quota.burst * quota.period
        self._water = 0
        self._clock = 0

    def _leaked(self, now: int) -> int:
        return max(0, self._water - max(0, now - self._clock) * self._limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError("cost is out of range")
        self._water = self._leaked(now)
        self._clock = max(self._clock, now)
        if self._water < self._brim:
            self._water += cost * self._period
            return 0
        return -(-(self._water + cost * self._period - self._brim) // self._limit)

    def level(self, now: int) -> Level:
        water = self._leaked(now)
        return Level(max(0, self._brim - water) // self._period, -(-water // self._limit))

    def delay(self, now: int) -> int:
        return -(-self._leaked(now) // self._limit)
