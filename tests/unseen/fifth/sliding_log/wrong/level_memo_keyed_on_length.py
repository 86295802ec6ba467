"""Wrong: the last level is remembered for its tick and the length of the log, which is the same after one out, one in."""

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
        self._memo: tuple[int, int, Level] | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = max(self._clock, now)
        while self._log and self._log[0][0] <= self._clock - self._period:
            self._units -= self._log.popleft()[1]
        excess = self._units + cost - self._limit
        if excess <= 0:
            self._log.append((self._clock, cost))
            self._units += cost
            return 0
        for tick, units in self._log:
            excess -= units
            if excess <= 0:
                break
        return tick + self._period - now

    def level(self, now: int) -> Level:
        if self._memo and self._memo[:2] == (now, len(self._log)):
            return self._memo[2]
        level = self._look(now)
        self._memo = (now, len(self._log), level)
        return level

    def _look(self, now: int) -> Level:
        units = self._units
        for tick, count in self._log:
            if tick > now - self._period:
                return Level(self._limit - units, self._log[-1][0] + self._period - now)
            units -= count
        return Level(self._limit, 0)
