"""Wrong: uses quota.terms, so that 2 per 10 becomes 1 per 5 and the windows are too short.

Source: (a) the package's Quota: a window may not reduce them
Witness: 2/2: level(0) -> Level(1, 0), right: Level(2, 0)
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        units, self.period, _ = quota.terms
        self.limit = units
        self.index = 0
        self.used = 0
        self.quota = quota

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}")
        index = now // self.period
        if index > self.index:
            self.index = index
            self.used = 0
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used if now // self.period <= self.index else 0
        if used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.period - now % self.period)
