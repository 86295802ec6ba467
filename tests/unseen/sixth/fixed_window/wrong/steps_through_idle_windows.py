"""Wrong: the end is moved on one period at a time, so the first call after a long idle time loops for ages."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.end = quota.period
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        while now >= self.end:
            self.end += self.period
            self.used = 0
        if self.used + cost > self.limit:
            return self.end - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.end or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.end - now)
