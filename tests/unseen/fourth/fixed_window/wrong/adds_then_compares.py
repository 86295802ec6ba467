"""It adds the cost to the count first and compares then, so a refused take fills the window as well."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.quota, self.window, self.count = quota, 0, 0

    def incr(self, window, by):
        if window > self.window:
            self.window, self.count = window, 0
        self.count += by
        return self.count

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(cost)
        window, elapsed = divmod(now, self.quota.period)
        if self.incr(window, cost) <= self.quota.limit:
            return 0
        return self.quota.period - elapsed

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.quota.period)
        count = self.count if window <= self.window else 0
        return Level(max(0, self.quota.limit - count), self.quota.period - elapsed if count else 0)
