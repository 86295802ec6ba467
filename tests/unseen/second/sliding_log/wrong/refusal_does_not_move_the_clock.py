"""(a) Only a grant moves the clock: after a refusal, a take at an earlier time is written down with that time.

Witness: 16/2643: take(312) take(2826, 16) take(83, 1) level(3158) -> Level(16, 0), right: Level(15, 2311)
"""

from collections import deque
from itertools import repeat

from ratelimit import Level, Quota


class SlidingLog:
    __slots__ = ("_limit", "_period", "_ticks", "_clock")

    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst must equal limit")
        self._limit = quota.limit
        self._period = quota.period
        self._ticks = deque()
        self._clock = -1

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError(f"cost {cost}")
        if now < self._clock:
            now = self._clock
        ticks = self._ticks
        while ticks and now - ticks[0] >= self._period:
            ticks.popleft()
        missing = len(ticks) + cost - self._limit
        if missing > 0:
            return ticks[missing - 1] + self._period - now
        self._clock = now
        ticks.extend(repeat(now, cost))
        return 0

    def level(self, now: int) -> Level:
        ticks = self._ticks
        gone = 0
        for tick in ticks:
            if now - tick < self._period:
                break
            gone += 1
        if gone == len(ticks):
            return Level(self._limit, 0)
        return Level(self._limit - len(ticks) + gone, ticks[-1] + self._period - now)
