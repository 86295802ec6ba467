"""Takes limit and period from quota.terms, where they are reduced: 100 per 60 becomes 5 per 3.

Source: (a) the package: Quota.terms is for buckets, a window may not reduce.
Witness: 4/10: take(0, 2) take(1) -> 4, right: 0
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.most = quota.limit
        self.limit, self.period, _ = quota.terms
        self.window = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.most:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self.period
        if window > self.window or not self.used:
            return Level(self.most, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
