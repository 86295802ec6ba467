"""Wrong: a dict keeps the count of every window there ever was, and never removes one; memory grows with the calls."""

from collections import defaultdict

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.latest = 0
        self.counts = defaultdict(int)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.latest = max(self.latest, now // self.period)
        if self.counts[self.latest] + cost > self.limit:
            return (self.latest + 1) * self.period - now
        self.counts[self.latest] += cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self.period
        used = self.counts.get(window, 0)
        return Level(self.limit - used, (window + 1) * self.period - now if used else 0)
