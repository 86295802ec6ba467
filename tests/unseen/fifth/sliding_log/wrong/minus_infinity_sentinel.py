"""Wrong: float("-inf") stands for "never granted"; added to a period above 1.8e308 it is an OverflowError."""

from collections import deque

from ratelimit import Level, Quota

NEVER = float("-inf")


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.units = 0
        self.clock = 0
        self.newest: float = NEVER

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        self.clock = max(self.clock, now)
        while self.log and self.log[0][0] + self.period <= self.clock:
            self.units -= self.log.popleft()[1]
        excess = self.units + cost - self.limit
        if excess <= 0:
            self.log.append((self.clock, cost))
            self.newest = self.clock
            self.units += cost
            return 0
        for tick, units in self.log:
            excess -= units
            if excess <= 0:
                break
        return tick + self.period - now

    def level(self, now: int) -> Level:
        units = self.units
        for tick, count in self.log:
            if tick + self.period > now:
                break
            units -= count
        return Level(self.limit - units, max(0, self.newest + self.period - now))
