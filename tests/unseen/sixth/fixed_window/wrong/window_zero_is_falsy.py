"""Wrong: `if not self.window` means "no window yet", but is true in window 0 as well: there the count never grows."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = None
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        window = now // self.period
        if not self.window or window > self.window:
            self.window = window
            self.used = 0
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if self.window is None or now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
