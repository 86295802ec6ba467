"""Wrong: the window rolls before the cost is checked, so a call that raises in the future wipes the count."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.start = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        start = now - now % self.quota.period
        if start > self.start:
            self.start, self.used = start, 0
        if cost < 1 or self.quota.limit < cost:
            raise ValueError("cost must be from 1 to the limit")
        if self.used + cost <= self.quota.limit:
            self.used += cost
            return 0
        return self.start + self.quota.period - now

    def level(self, now: int) -> Level:
        if now >= self.start + self.quota.period or not self.used:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.start + self.quota.period - now)
