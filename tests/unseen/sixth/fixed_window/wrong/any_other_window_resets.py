"""Wrong: a different window resets the count, also an older one (!= for >); shows when time goes back over an edge."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.count = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.limit:
            raise ValueError("cost")
        window, elapsed = divmod(now, self.period)
        if window != self.window:
            self.window, self.count = window, 0
        if self.count + cost > self.limit:
            return self.period - elapsed
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.period)
        if window != self.window or not self.count:
            return Level(self.limit, 0)
        return Level(self.limit - self.count, self.period - elapsed)
