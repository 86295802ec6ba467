"""Variant of wrong/newest_zero_means_none: an entry for each unit in a deque, and a field for the newest."""

from collections import deque
from itertools import islice

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.units: deque[int] = deque()
        self.newest = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.limit:
            raise ValueError("cost out of bounds")
        self.clock = now = max(now, self.clock)
        while self.units and now - self.units[0] >= self.period:
            self.units.popleft()
        surplus = len(self.units) + cost - self.limit
        if surplus > 0:
            return next(islice(self.units, surplus - 1, None)) + self.period - now
        for _ in range(cost):
            self.units.append(now)
        self.newest = now
        return 0

    def level(self, now: int) -> Level:
        gone = 0
        for tick in self.units:
            if now - tick < self.period:
                break
            gone += 1
        remaining = self.limit - len(self.units) + gone
        if not self.newest:
            return Level(remaining, 0)
        return Level(remaining, max(0, self.newest + self.period - now))
