"""Wrong: adds the cost and then compares, as INCRBY does; a refused take of 2 and more uses up what was left."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.window = -1
        self.count = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("cost out of range")
        window = now // self.quota.period
        if window > self.window:
            self.window = window
            self.count = 0
        self.count += cost  # INCRBY
        if self.count > self.quota.limit:
            return (self.window + 1) * self.quota.period - now
        return 0

    def level(self, now: int) -> Level:
        if now // self.quota.period > self.window or self.count == 0:
            return Level(self.quota.limit, 0)
        return Level(max(0, self.quota.limit - self.count), (self.window + 1) * self.quota.period - now)
