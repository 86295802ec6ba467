"""Wrong: to keep departures in order, `delay` remembers the last one that it promised, though asking must change nothing."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._brim = quota.burst * quota.period
        self._water = 0
        self._clock = 0
        self._last_departure = 0

    def _water_at(self, now: int) -> int:
        return max(0, self._water - max(0, now - self._clock) * self._quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._quota.burst:
            raise ValueError("cost out of range")
        self._water = self._water_at(now)
        self._clock = max(now, self._clock)
        water = self._water + cost * self._quota.period
        if water > self._brim:
            return -((self._brim - water) // self._quota.limit)
        self._water = water
        return 0

    def delay(self, now: int) -> int:
        ticks = -(-self._water_at(now) // self._quota.limit)
        # Never in front of one that has been told to wait.
        self._last_departure = max(self._last_departure, now + ticks)
        return self._last_departure - now

    def level(self, now: int) -> Level:
        water = self._water_at(now)
        return Level((self._brim - water) // self._quota.period, -(-water // self._quota.limit))
