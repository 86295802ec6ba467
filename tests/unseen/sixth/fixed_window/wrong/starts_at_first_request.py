"""Wrong: the windows start at the first request, not at tick 0; shows unless that request falls on a multiple."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.quota = quota
        self.origin = None
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError("cost")
        if self.origin is None:
            self.origin = now
        window = (now - self.origin) // self.quota.period
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.quota.limit:
            return self.origin + (self.window + 1) * self.quota.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if self.origin is None or not self.used:
            return Level(self.quota.limit, 0)
        end = self.origin + (self.window + 1) * self.quota.period
        if now >= end:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, end - now)
