"""An entry for each unit, which is the tick at which it leaves; a take of n needs the unit that is n-th from the limit."""

from collections import deque
from itertools import islice, repeat

from ratelimit import Level, Quota


class SlidingLog:
    __slots__ = ("_clock", "_leaving", "_limit", "_period")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._leaving: deque[int] = deque()

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost is out of range")
        if now > self._clock:
            self._clock = now
        leaving = self._leaving
        while leaving and leaving[0] <= self._clock:
            leaving.popleft()
        missing = len(leaving) + cost - self._limit
        if missing > 0:
            return next(islice(leaving, missing - 1, None)) - now
        leaving.extend(repeat(self._clock + self._period, cost))
        return 0

    def level(self, now: int) -> Level:
        leaving = self._leaving
        if not leaving or leaving[-1] <= now:
            return Level(self._limit, 0)
        gone = 0
        for tick in leaving:
            if tick > now:
                break
            gone += 1
        return Level(self._limit - len(leaving) + gone, leaving[-1] - now)
