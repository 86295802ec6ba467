"""Wrong: the tick at which two windows meet is still counted in the older one (> for >=); shows on an edge."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.end = quota.period
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        if now > self.end:
            self.end = (now // self.period + 1) * self.period
            self.used = 0
        if self.used + cost <= self.limit:
            self.used += cost
            return 0
        return max(1, self.end - now)

    def level(self, now: int) -> Level:
        if now > self.end or self.used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, max(1, self.end - now))
