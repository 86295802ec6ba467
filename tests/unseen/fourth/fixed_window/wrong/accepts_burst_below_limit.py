"""It refuses a quota whose burst is above the limit, but accepts one whose burst is below."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst > quota.limit:
            raise ValueError(f"a window can't hold a burst of {quota.burst}")
        self.quota = quota
        self.window, self.used = -1, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost {cost}")
        w, e = divmod(now, self.quota.period)
        if w > self.window:
            self.window, self.used = w, 0
        if self.used + cost > self.quota.limit:
            return self.quota.period - e
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        w, e = divmod(now, self.quota.period)
        used = self.used if w <= self.window else 0
        return Level(self.quota.limit - used, self.quota.period - e if used else 0)
