"""Wrong: the last grant of a new log is at minus infinity and level takes max(0.0, ...), so reset_after of a log in which nothing counts is 0.0, not an int."""

from collections import deque
from math import inf

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.free = quota.limit
        self.last_grant: float = -inf
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.free += self.log.popleft()[1]
        if cost <= self.free:
            self.log.append((now, cost))
            self.free -= cost
            self.last_grant = now
            return 0
        free = self.free
        for tick, units in self.log:
            free += units
            if cost <= free:
                return tick + self.period - now
        raise AssertionError("unreachable")

    def level(self, now: int) -> Level:
        free = self.free
        for tick, units in self.log:
            if tick > now - self.period:
                break
            free += units
        reset_after = max(0.0, self.last_grant + self.period - now)
        return Level(free, reset_after)
