"""Wrong: `delay` divides in floats, which rounds from 2**53 on; `level` and `take` are exact."""

import math

from ratelimit import Level, Quota


class LeakyBucket:
    __slots__ = "_limit", "_period", "_burst", "_fill", "_clock"

    def __init__(self, quota: Quota) -> None:
        self._limit = quota.limit
        self._period = quota.period
        self._burst = quota.burst
        self._fill = 0
        self._clock = 0

    def _fill_at(self, now: int) -> int:
        fill = self._fill
        if now > self._clock:
            fill -= (now - self._clock) * self._limit
        return fill if fill > 0 else 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError("cost out of range")
        self._fill = self._fill_at(now)
        self._clock = max(now, self._clock)
        excess = self._fill + (cost - self._burst) * self._period
        if excess > 0:
            return -(-excess // self._limit)
        self._fill += cost * self._period
        return 0

    def delay(self, now: int) -> int:
        return math.ceil(self._fill_at(now) / self._limit)

    def level(self, now: int) -> Level:
        fill = self._fill_at(now)
        return Level((self._burst * self._period - fill) // self._period, -(-fill // self._limit))
