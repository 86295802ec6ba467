"""Wrong: level bisects a deque, where each look into the middle steps through half of the log in C."""

from bisect import bisect_right
from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._ticks: deque[int] = deque()  # one for each unit, in order
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(self._clock, now)
        ticks = self._ticks
        while ticks and ticks[0] <= at - self._period:
            ticks.popleft()
        excess = len(ticks) + cost - self._limit
        if excess > 0:
            return ticks[excess - 1] + self._period - now
        ticks.extend([at] * cost)
        return 0

    def level(self, now: int) -> Level:
        counting = len(self._ticks) - bisect_right(self._ticks, now - self._period)
        if counting == 0:
            return Level(self._limit, 0)
        return Level(self._limit - counting, self._ticks[-1] + self._period - now)
