"""Wrong: reset_after is counted from the clock instead of the newest grant, and a refusal moves the clock."""

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
        self._last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._last = max(now, self._last)
        while self._log and self._log[0][0] <= self._last - self._period:
            self._units -= self._log.popleft()[1]
        excess = self._units + cost - self._limit
        if excess <= 0:
            self._log.append((self._last, cost))
            self._units += cost
            return 0
        for tick, units in self._log:
            excess -= units
            if excess <= 0:
                break
        return tick + self._period - now

    def level(self, now: int) -> Level:
        units = self._units
        for tick, count in self._log:
            if tick > now - self._period:
                return Level(self._limit - units, self._last + self._period - now)
            units -= count
        return Level(self._limit, 0)
