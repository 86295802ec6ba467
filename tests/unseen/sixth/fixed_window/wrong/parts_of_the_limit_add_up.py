"""Wrong: sums up cost / limit as a float and refuses above 1; with some limits, like 9, the last unit is refused."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.utilization = 0.0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.window, self.utilization = window, 0.0
        after = self.utilization + cost / self.limit
        if after > 1.0:
            return (self.window + 1) * self.period - now
        self.utilization = after
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.utilization:
            return Level(self.limit, 0)
        remaining = round((1.0 - self.utilization) * self.limit)
        return Level(remaining, (self.window + 1) * self.period - now)
