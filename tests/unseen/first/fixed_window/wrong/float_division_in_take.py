"""take finds the window with a float division, which rounds up just below an edge of large ticks; level divides ints.

Source: (c) a port from JavaScript, Math.floor(now / period).
Witness: 1/10: take(999999999999999999) level(1000000000000000001) -> Level(0, 9), right: Level(1, 0)
"""

from math import floor

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
        window = floor(now / self.period)
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
