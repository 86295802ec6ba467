"""Wrong: the wait is found by walking from the newest entry back, through all of the log that may stay."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._log: deque[tuple[int, int]] = deque()
        self._units = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = max(self._clock, now)
        while self._log and self._log[0][0] <= self._clock - self._period:
            self._units -= self._log.popleft()[1]
        if self._units + cost <= self._limit:
            self._log.append((self._clock, cost))
            self._units += cost
            return 0
        # The newest entries may stay as long as they leave room for the cost; the first that doesn't fit must go.
        room = self._limit - cost
        for tick, units in reversed(self._log):
            room -= units
            if room < 0:
                break
        return tick + self._period - now

    def level(self, now: int) -> Level:
        units = self._units
        for tick, count in self._log:
            if tick > now - self._period:
                return Level(self._limit - units, self._log[-1][0] + self._period - now)
            units -= count
        return Level(self._limit, 0)
