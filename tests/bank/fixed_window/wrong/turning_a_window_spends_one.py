"""Takes one unit off when it turns to a new window, and then charges the request as well: 5, 4, 4, 4 instead of 5.

Breaks: law 0 (the formula decides)
Level: windows
Shows: 1/8: take(1) take(9)
Expected: 0; yours: 7
Shipped: BasedHardware/omi (pull request 10164, 2026-07): 5 a window served 5, 4, 4, 4 for ever after the first
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window: int | None = None
        self.left = quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        window = now // self.period
        if self.window is None:
            self.window = window
        elif window > self.window:
            self.window = window
            self.left = self.limit - 1  # this request's slot, as if it had no other charge below
        if cost > self.left:
            return (self.window + 1) * self.period - max(now, self.window * self.period)
        self.left -= cost
        return 0

    def level(self, now: int) -> Level:
        if self.window is None or now // self.period > self.window:
            return Level(self.limit, 0)
        left = max(0, self.left)
        if left == self.limit:
            return Level(left, 0)
        return Level(left, (self.window + 1) * self.period - max(now, self.window * self.period))
