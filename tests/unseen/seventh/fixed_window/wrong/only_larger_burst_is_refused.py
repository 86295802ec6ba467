"""Wrong: raises only for a burst above the limit; a quota with a smaller burst is taken, and the burst is ignored."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst > quota.limit:
            raise ValueError(f"burst {quota.burst} is more than the window's {quota.limit}")
        self.quota = quota
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("cost must be from 1 to the limit")
        window, elapsed = divmod(now, self.quota.period)
        if window > self.window:
            self.window, self.used = window, 0
        if cost <= self.quota.limit - self.used:
            self.used += cost
            return 0
        return self.quota.period - elapsed

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.quota.period)
        if window > self.window or self.used == 0:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.quota.period - elapsed)
