"""Right: one entry for each unit, so that the wait is one look at the log; requests below the clock are refused."""

from collections import deque
from itertools import repeat, takewhile

from ratelimit import Level, Quota


class SlidingLog:
    """The log holds the tick at which each unit leaves."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log is made without a burst")
        self.quota = quota
        self.clock = 0
        self.leaving: deque[int] = deque()

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("never")
        if now < self.clock:
            return self.clock - now
        self.clock = now
        leaving = self.leaving
        while leaving and leaving[0] <= now:
            leaving.popleft()
        # So many of the oldest must leave; they are at most `cost`, as the log holds at most `limit`.
        excess = len(leaving) + cost - self.quota.limit
        if excess > 0:
            return leaving[excess - 1] - now
        leaving.extend(repeat(now + self.quota.period, cost))
        return 0

    def level(self, now: int) -> Level:
        left = sum(1 for _ in takewhile(lambda tick: tick <= now, self.leaving))
        counting = len(self.leaving) - left
        return Level(self.quota.limit - counting, self.leaving[-1] - now if counting else 0)
