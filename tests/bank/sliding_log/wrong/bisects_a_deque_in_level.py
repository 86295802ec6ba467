"""Finds the oldest entry that counts by bisecting a deque, whose middle is slow to reach.

Breaks: law 8 (every call is cheap)
Level: cheap
Shows: as many entries as there are ticks in the window, then level
Expected: as much time as with few entries; yours: a hundred times as much
Shipped: not known
"""

from bisect import bisect_right
from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    """At most `quota.limit` units in the `quota.period` ticks up to now, whenever now is."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.log = deque()  # one timestamp per unit
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        now = self.clock = max(now, self.clock)
        while self.log and self.log[0] <= now - self.period:
            self.log.popleft()
        if len(self.log) + cost <= self.limit:
            for _ in range(cost):
                self.log.append(now)
            return 0
        need = len(self.log) + cost - self.limit
        return self.log[need - 1] + self.period - now

    def level(self, now: int) -> Level:
        used = len(self.log) - bisect_right(self.log, now - self.period)
        reset = self.log[-1] + self.period - now if used else 0
        return Level(self.limit - used, reset)
