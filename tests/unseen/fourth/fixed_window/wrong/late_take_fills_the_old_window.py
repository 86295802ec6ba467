"""It keeps the count of the window before as well, and grants a late take there if that one has room."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.newest = 0
        self.counts = {0: 0}

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(cost)
        w = now // self.period
        if w > self.newest:
            self.counts = {w: 0, w - 1: self.counts.get(w - 1, 0)}
            self.newest = w
        if w not in self.counts:  # too old to be known
            w = self.newest
        if self.counts[w] + cost > self.limit:
            return self.period - now % self.period
        self.counts[w] += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.counts.get(now // self.period, 0)
        return Level(self.limit - used, self.period - now % self.period if used else 0)
