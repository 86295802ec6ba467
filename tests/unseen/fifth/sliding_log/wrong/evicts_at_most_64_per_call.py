"""Wrong: to bound the time of a call, a take removes at most 64 old entries; those beyond still count for it."""

from collections import deque

from ratelimit import Level, Quota

EVICTIONS_PER_CALL = 64


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._log: deque[tuple[int, int]] = deque()
        self._units = 0
        self._clock = 0

    def _evict(self) -> None:
        for _ in range(EVICTIONS_PER_CALL):
            if not self._log or self._log[0][0] > self._clock - self._period:
                break
            self._units -= self._log.popleft()[1]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = max(now, self._clock)
        self._evict()
        excess = self._units + cost - self._limit
        if excess <= 0:
            self._log.append((self._clock, cost))
            self._units += cost
            return 0
        for tick, units in self._log:
            excess -= units
            if excess <= 0:
                break
        return max(1, tick + self._period - now)

    def level(self, now: int) -> Level:
        units = self._units
        for tick, count in self._log:
            if tick > now - self._period:
                return Level(self._limit - units, self._log[-1][0] + self._period - now)
            units -= count
        return Level(self._limit, 0)
