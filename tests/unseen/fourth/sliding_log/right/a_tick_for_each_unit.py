"""One entry for each unit: the tick at which it leaves. The wait is read at an index near the old end."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        self._limit, self._period = quota.limit, quota.period
        if quota.burst != quota.limit:
            raise ValueError("burst must be limit")
        self._leaves = deque()
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost below 1")
        if cost > self._limit:
            raise ValueError("cost above limit")
        self._clock = now = max(self._clock, now)
        leaves = self._leaves
        while leaves and leaves[0] <= now:
            leaves.popleft()
        missing = len(leaves) + cost - self._limit
        if missing > 0:
            return leaves[missing - 1] - now
        leaves.extend([now + self._period] * cost)
        return 0

    def level(self, now: int) -> Level:
        leaves = self._leaves
        gone = 0
        for tick in leaves:
            if tick > now:
                break
            gone += 1
        count = len(leaves) - gone
        return Level(self._limit - count, leaves[-1] - now if count else 0)
