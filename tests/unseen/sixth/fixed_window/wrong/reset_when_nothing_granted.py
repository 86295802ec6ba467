"""Wrong: level always tells the ticks to the next window, also when nothing was granted in this one."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("cost")
        window = now // self.quota.period
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.quota.limit:
            return (self.window + 1) * self.quota.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = 0 if now // self.quota.period > self.window else self.used
        return Level(self.quota.limit - used, self.quota.period - now % self.quota.period)
