"""It keeps the counts of all windows in which something was granted, so that it grows with the earlier calls."""

from collections import Counter

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.granted = Counter()
        self.newest = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(cost)
        self.newest = max(self.newest, now // self.period)
        if self.granted[self.newest] + cost > self.limit:
            return self.period - now % self.period
        self.granted[self.newest] += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.granted[max(self.newest, now // self.period)]
        return Level(self.limit - used, self.period - now % self.period if used else 0)
