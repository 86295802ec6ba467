"""Any change of the window number resets the count, also a change to an older one.

Source: (b) jhurliman/node-rate-limiter #48 ("Reset current interval if clock moved back").
Witness: 3/10: take(15, 3) take(5) -> 0, right: 1 or more
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
        if window != self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.limit:
            return (window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self.period
        used = self.used if window == self.window else 0
        return Level(self.limit - used, (window + 1) * self.period - now if used else 0)
