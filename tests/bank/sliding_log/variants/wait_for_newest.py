"""Variant of wrong/wait_for_newest: every unit stands in a deque by itself, and the debt is worked out."""

from collections import deque
from itertools import islice, takewhile

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a burst means nothing here")
        self.allowance, self.age = quota.limit, quota.period
        self.born: deque[int] = deque()
        self.now = 0

    def _too_old(self, now: int) -> int:
        return sum(1 for _ in takewhile(lambda tick: tick + self.age <= now, self.born))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.allowance:
            raise ValueError("not a possible cost")
        self.now = max(self.now, now)
        for _ in range(self._too_old(self.now)):
            self.born.popleft()
        debt = len(self.born) + cost - self.allowance
        if debt <= 0:
            self.born.extend([self.now] * cost)
            return 0
        tick = self.born[-1]
        return tick + self.age - self.now

    def level(self, now: int) -> Level:
        live = len(self.born) - self._too_old(now)
        if live == 0:
            return Level(self.allowance, 0)
        return Level(self.allowance - live, self.born[-1] + self.age - now)
