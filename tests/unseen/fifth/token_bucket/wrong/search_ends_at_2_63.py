"""Wrong: the wait is searched by halving between 0 and 2**63 - 1, and there are longer ones."""

import sys
from bisect import bisect_left

from ratelimit import Level, Quota


class _Curve:
    """The content of the bucket as a sequence over the ticks to come, for bisect."""

    def __init__(self, start: int, slope: int) -> None:
        self.start, self.slope = start, slope

    def __getitem__(self, ticks: int) -> int:
        return self.start + ticks * self.slope


class TokenBucket:
    FOREVER = sys.maxsize

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = quota.burst * quota.period
        self.content = self.full
        self.clock = 0

    def _content(self, now: int) -> int:
        return min(self.full, self.content + max(0, now - self.clock) * self.quota.limit)

    def _until(self, content: int, goal: int) -> int:
        return bisect_left(_Curve(content, self.quota.limit), goal, 0, self.FOREVER)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError("cost out of range")
        self.content = self._content(now)
        self.clock = max(self.clock, now)
        goal = cost * self.quota.period
        if self.content < goal:
            return self._until(self.content, goal)
        self.content -= goal
        return 0

    def level(self, now: int) -> Level:
        content = self._content(now)
        return Level(content // self.quota.period, self._until(content, self.full))
