"""Wrong: a take from an older window is checked against the clock's window, but its units are not added to it.

Source: (a) the brief: it counts in the clock's window
Witness: 9/1: take(1, 2) take(0, 7) take(0) -> 0, right: an int >= 1
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
            return self.period - now % self.period
        if index == self.index:
            self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used if now // self.period <= self.index else 0
        if used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.period - now % self.period)
