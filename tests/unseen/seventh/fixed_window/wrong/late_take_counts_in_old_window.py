"""Wrong: keeps the counts of the last two windows by number and lets a late take spend in the older one; shows when time steps back over an edge."""

from collections import Counter

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.newest = 0
        self.counts: Counter[int] = Counter()

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        window = now // self.period
        self.newest = max(self.newest, window)
        for old in [w for w in self.counts if w < self.newest - 1]:
            del self.counts[old]
        if window < self.newest - 1:
            return (self.newest + 1) * self.period - now  # too late
        if self.counts[window] + cost > self.limit:
            return (window + 1) * self.period - now
        self.counts[window] += cost
        return 0

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.period)
        used = self.counts[window]
        return Level(self.limit - used, self.period - elapsed if used else 0)
