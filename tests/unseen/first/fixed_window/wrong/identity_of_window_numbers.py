"""Asks whether two window numbers are the same object: true for small ints, false from window 257 on.

Source: (c) a port from Java, where == on boxed Integers is right up to 127.
Witness: 3/10: take(2570, 3) take(2571) -> 0, right: 9
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.window = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        window = self.clock // self.period
        if window is not self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.limit:
            return (window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
