"""A refused take leaves the window full: what was left is burned until the next one.

Source: (b) upstash/ratelimit-js #161 (a request of 5 with 2 left was rejected, and burned the 2).
Witness: 3/10: take(1, 2) take(2, 2) take(3) -> 7, right: 0
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
        before = self.used
        self.used = min(before + cost, self.limit)
        if self.used - before < cost:
            return (self.window + 1) * self.period - now
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
