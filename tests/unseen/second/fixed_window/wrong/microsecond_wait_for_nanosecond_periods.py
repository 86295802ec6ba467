"""Wrong: when the period is a whole number of microseconds (of 1000 ticks), the wait is computed in whole microseconds.

Source: (c) a port through datetime, whose smallest step is a microsecond
Witness: 4/3000: take(0, 3) take(1, 2) -> 3000, right: 2999
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
        index = now // self.period
        if index > self.index:
            self.index = index
            self.used = 0
        if self.used + cost > self.limit:
            unit = 1000 if self.period % 1000 == 0 else 1
            return (self.period // unit - now // unit % (self.period // unit)) * unit
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used if now // self.period <= self.index else 0
        if used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.period - now % self.period)
