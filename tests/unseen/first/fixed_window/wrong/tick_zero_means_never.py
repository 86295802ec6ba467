"""A clock of 0 is the sentinel for "never used", so every take at tick 0 finds an empty window.

Source: (c) sentinel values, Go's zero value.
Witness: 3/10: take(0, 2) take(0, 2) -> 0, right: 10
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.last = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        last, self.last = self.last, max(self.last, now)
        if self.last == 0 or self.last // self.period != last // self.period:
            self.used = 0
        if self.used + cost > self.limit:
            return (self.last // self.period + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.last // self.period or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.period - now % self.period)
