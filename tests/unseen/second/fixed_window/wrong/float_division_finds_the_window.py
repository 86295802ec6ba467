"""Wrong: the window is int(now / period), a division of floats.

Source: (c) a port from JavaScript: Math.floor(now / period)
Witness: 1/1: take(106249999999999998) level(106250000000000003) -> Level(0, 1), right: Level(1, 0)
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.index = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}")
        index = int(now / self.period)
        if index > self.index:
            self.index = index
            self.used = 0
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used if int(now / self.period) <= self.index else 0
        if used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.period - now % self.period)
