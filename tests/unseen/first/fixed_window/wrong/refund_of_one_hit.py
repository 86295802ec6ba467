"""Adds first and compares then, and a refusal gives back one unit, whatever its cost was.

Source: (b) pc-style/x-md #10 ("Give back one hit" after a refusal: a decr for what may have been an incrby).
Witness: 5/10: take(1) take(2, 5) take(3, 2) -> 7, right: 0
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.window, self.used = window, 0
        self.used += cost
        if self.used > self.limit:
            self.used -= 1
            return (self.window + 1) * self.period - now
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(max(0, self.limit - self.used), (self.window + 1) * self.period - now)
