"""level takes the place in the window from math.fmod, whose argument is a float: wrong for ticks above 2**53.

Source: (c) a port from C.
Witness: 3/10: take(9007199254740993) level(9007199254740993) -> Level(2, 8), right: Level(2, 7)
"""

from math import fmod

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
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.period - int(fmod(now, self.period)))
