"""If the period is a whole number of thousands, take works in thousands of ticks, and its wait is rounded with them.

Source: (c) a port from a library whose clock has microseconds.
Witness: 1/1000: take(0) take(1) -> 1000, right: 999
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.scale = 1 if quota.period % 1000 else 1000
        self.period = quota.period // self.scale
        self.window = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        coarse = now // self.scale
        window = coarse // self.period
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.limit:
            return ((self.window + 1) * self.period - coarse) * self.scale
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        length = self.period * self.scale
        if now // length > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * length - now)
