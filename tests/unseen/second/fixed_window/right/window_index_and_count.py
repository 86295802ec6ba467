"""Right: the textbook pair, the index of the clock's window and the units granted in it."""

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
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}")
        index = now // self.period
        if index > self.index:
            self.index, self.used = index, 0
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.index or self.used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.period - now % self.period)
