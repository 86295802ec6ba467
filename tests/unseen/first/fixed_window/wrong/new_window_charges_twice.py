"""The branch that opens a new window has already charged the request, and the shared line charges it again.

Source: (b) BasedHardware/omi #10164 (every window after the first serves one too few); here only when both charges fit.
Witness: 5/10: take(5) take(15) level(15) -> Level(3, 5), right: Level(4, 5)
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = 0
        self.left = quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.window = window
            self.left = self.limit - cost
        elif self.left < cost:
            return (self.window + 1) * self.period - now
        self.left = max(0, self.left - cost)
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or self.left == self.limit:
            return Level(self.limit, 0)
        return Level(self.left, (self.window + 1) * self.period - now)
