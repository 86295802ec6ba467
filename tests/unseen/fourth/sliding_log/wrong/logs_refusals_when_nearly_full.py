"""It writes a refused request down as well while the log has room for a part of it, taking what is left."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        self._limit, self._period = quota.limit, quota.period
        if quota.burst != quota.limit:
            raise ValueError("burst must be limit")
        self._leaves = deque(maxlen=quota.limit)
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError("cost")
        self._clock = now = max(self._clock, now)
        leaves = self._leaves
        while leaves and leaves[0] <= now:
            leaves.popleft()
        missing = len(leaves) + cost - self._limit
        wait = leaves[missing - 1] - now if missing > 0 else 0
        for _ in range(min(cost, self._limit - len(leaves))):
            leaves.append(now + self._period)
        return wait

    def level(self, now: int) -> Level:
        gone = 0
        for tick in self._leaves:
            if tick > now:
                break
            gone += 1
        count = len(self._leaves) - gone
        return Level(self._limit - count, self._leaves[-1] - now if count else 0)
