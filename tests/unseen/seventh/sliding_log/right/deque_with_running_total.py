"""Right: a deque of (time, cost) named tuples and a running total; takewhile and accumulate walk only the oldest entries."""

from collections import deque
from itertools import accumulate, takewhile
from typing import NamedTuple

from ratelimit import Level, Quota


class Grant(NamedTuple):
    tick: int
    cost: int


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst {quota.burst} is not the limit, {quota.limit}")
        self._limit = quota.limit
        self._period = quota.period
        self._log: deque[Grant] = deque()
        self._total = 0
        self._clock = 0

    def _gone(self, now: int) -> list[Grant]:
        return list(takewhile(lambda grant: grant.tick <= now - self._period, self._log))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError(f"cost must be from 1 to {self._limit}, got {cost}")
        self._clock = now = max(now, self._clock)
        for grant in self._gone(now):
            self._log.popleft()
            self._total -= grant.cost
        too_many = self._total + cost - self._limit
        if too_many <= 0:
            self._log.append(Grant(now, cost))
            self._total += cost
            return 0
        freed = accumulate(grant.cost for grant in self._log)
        leaving = next(grant for grant, sum_ in zip(self._log, freed) if sum_ >= too_many)
        return leaving.tick + self._period - now

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        left = self._limit - self._total + sum(grant.cost for grant in self._gone(now))
        if left == self._limit:
            return Level(left, 0)
        return Level(left, self._log[-1].tick + self._period - now)
