"""Right: a dict from the start of the window to its count, as with keys in Redis; an older key is removed."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        if self.quota.burst != self.quota.limit:
            raise ValueError("burst must be the limit")
        self.counts: dict[int, int] = {}

    def start(self, now: int) -> int:
        return now - now % self.quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        if cost > self.quota.limit:
            raise ValueError("cost is above the limit")
        key = max([self.start(now), *self.counts])
        count = self.counts.get(key, 0)
        if count + cost > self.quota.limit:
            return key + self.quota.period - now
        if key not in self.counts:
            self.counts.clear()
        self.counts[key] = count + cost
        return 0

    def level(self, now: int) -> Level:
        key = self.start(now)
        if key not in self.counts:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.counts[key], key + self.quota.period - now)
