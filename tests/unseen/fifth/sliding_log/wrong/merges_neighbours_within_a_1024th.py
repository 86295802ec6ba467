"""Wrong: grants within 1/1024 of the period share an entry, to save memory; with periods from 1024 ticks on, it shows."""

from collections import deque

from ratelimit import Level, Quota

RESOLUTION = 1024


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._grain = quota.period // RESOLUTION
        self._log: deque[list[int]] = deque()  # [first tick, last tick, units]
        self._units = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(now, self._clock)
        while self._log and self._log[0][1] <= at - self._period:
            self._units -= self._log.popleft()[2]
        excess = self._units + cost - self._limit
        if excess > 0:
            for _, last, units in self._log:
                excess -= units
                if excess <= 0:
                    return last + self._period - now
        self._units += cost
        if self._log and at - self._log[-1][0] <= self._grain:
            self._log[-1][1] = at
            self._log[-1][2] += cost
        else:
            self._log.append([at, at, cost])
        return 0

    def level(self, now: int) -> Level:
        units = self._units
        for _, last, count in self._log:
            if last > now - self._period:
                return Level(self._limit - units, self._log[-1][1] + self._period - now)
            units -= count
        return Level(self._limit, 0)
