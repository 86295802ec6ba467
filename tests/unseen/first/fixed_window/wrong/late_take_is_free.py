"""A take from an older window is granted if the clock's window has room, but is not counted in it.

Source: (a) the brief, "A take from an older window counts in the clock's window".
Witness: 3/10: take(15) take(5, 2) take(15, 2) -> 0, right: 5
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
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        if window == self.window:
            self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self.period
        if window > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
