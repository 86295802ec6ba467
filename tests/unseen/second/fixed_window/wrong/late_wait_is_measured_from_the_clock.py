"""Wrong: the wait of a refused take from an older window runs from the clock to the end of the take's own window, so it is 0 or less.

Source: (a) the brief: a wait is any int of at least 1
Witness: 1/1: take(1) take(0) -> 0, right: an int >= 1
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
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}")
        index = now // self.period
        self.clock = max(self.clock, now)
        if index > self.index:
            self.index = index
            self.used = 0
        if self.used + cost > self.limit:
            return (index + 1) * self.period - self.clock
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used if now // self.period <= self.index else 0
        if used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.period - now % self.period)
