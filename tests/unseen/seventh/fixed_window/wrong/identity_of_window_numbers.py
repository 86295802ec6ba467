"""Wrong: compares window numbers with `is not`; CPython keeps one object for each int up to 256 only, so from window 257 on every take starts the count anew."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        window = max(now // self.period, self.window)
        if window is not self.window:
            self.window = window
            self.used = 0
        if self.used + cost > self.limit:
            return (window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window = max(now // self.period, self.window)
        if window > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (window + 1) * self.period - now)
