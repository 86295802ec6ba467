"""(a) A take below the clock is checked against the window that ends at its own time: grants later than it are not counted.

Witness: 5/1: take(1, 5) take(0) -> 0, right: any int >= 1
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
        ticks = self._ticks
        later = 0
        if now < self._clock:
            for tick in reversed(ticks):
                if tick <= now or later == cost:
                    break
                later += 1
            now = self._clock
        self._clock = now
        while ticks and now - ticks[0] >= self._period:
            ticks.popleft()
        missing = len(ticks) + cost - self._limit
        if missing > later:
            return ticks[missing - 1] + self._period - now
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
