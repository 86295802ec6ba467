"""Wrong: the counts are an attribute of the class, so every meter adds to those of the others."""

from ratelimit import Level, Quota


class FixedWindow:
    counts: dict[int, int] = {}

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.window = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError("cost")
        window = max(self.window, now // self.quota.period)
        if window > self.window:
            self.counts.pop(self.window, None)
            self.window = window
        used = self.counts.get(window, 0)
        if used + cost > self.quota.limit:
            return (window + 1) * self.quota.period - now
        self.counts[window] = used + cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self.quota.period
        used = self.counts.get(window, 0)
        return Level(self.quota.limit - used, (window + 1) * self.quota.period - now if used else 0)
