"""No guard against a clock that goes back: the leak is linear, so the water rises again and falls once more."""

from ratelimit import Level, Quota


class LeakyBucket:
    __slots__ = ("_brim", "_limit", "_period", "_time", "_water")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period = quota.limit, quota.period
        self._brim = quota.burst * quota.period
        self._water, self._time = 0, None

    def _at(self, now):
        if self._time is None:
            return 0
        return max(0, self._water - (now - self._time) * self._limit)

    def take(self, now: int, cost: int = 1) -> int:
        after = cost * self._period
        if after <= 0 or after > self._brim:
            raise ValueError(f"cost {cost} outside [1, {self._brim // self._period}]")
        self._water, self._time = self._at(now), now
        after += self._water
        if after > self._brim:
            return (after - self._brim - 1) // self._limit + 1
        self._water = after
        return 0

    def level(self, now: int) -> Level:
        return Level(max(0, (self._brim - self._at(now)) // self._period), self.delay(now))

    def delay(self, now: int) -> int:
        return -(-self._at(now) // self._limit)
