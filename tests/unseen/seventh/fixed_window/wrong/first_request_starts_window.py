"""Wrong: the window starts at the first request (as in express-rate-limit), not at a multiple of the period; shows unless that request falls on an edge."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.hits = 0
        self.reset_time: int | None = None

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("bad cost")
        if self.reset_time is None or now >= self.reset_time:
            self.hits = 0
            self.reset_time = now + self.period
        if self.hits + cost > self.limit:
            return self.reset_time - now
        self.hits += cost
        return 0

    def level(self, now: int) -> Level:
        if self.reset_time is None or now >= self.reset_time or self.hits == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.hits, self.reset_time - now)
