"""Wrong: the last refusal is remembered by its cost, and stays valid over a smaller take that was granted since."""

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
        self._refused_cost = 0
        self._ready_at = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(self._clock, now)
        while self._log and self._log[0][0] <= at - self._period:
            self._units -= self._log.popleft()[1]
        if cost == self._refused_cost and at < self._ready_at:
            return self._ready_at - now  # a client that retries need not walk the log again
        excess = self._units + cost - self._limit
        if excess <= 0:
            self._log.append((at, cost))
            self._units += cost
            return 0
        for tick, units in self._log:
            excess -= units
            if excess <= 0:
                break
        self._refused_cost, self._ready_at = cost, tick + self._period
        return self._ready_at - now

    def level(self, now: int) -> Level:
        units = self._units
        for tick, count in self._log:
            if tick > now - self._period:
                return Level(self._limit - units, self._log[-1][0] + self._period - now)
            units -= count
        return Level(self._limit, 0)
