"""Wrong: the window before is kept as well, and a late request is counted there, not in the window of the clock."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.counts = [0, 0]  # the one before, and this one

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.counts = [self.counts[1] if window == self.window + 1 else 0, 0]
            self.window = window
        if window < self.window - 1:
            return self.window * self.period - now
        index = window - self.window + 1
        if self.counts[index] + cost > self.limit:
            return (window + 1) * self.period - now
        self.counts[index] += cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self.period
        used = self.counts[1] if window == self.window else 0
        return Level(self.limit - used, (window + 1) * self.period - now if used else 0)
