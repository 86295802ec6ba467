"""Wrong: a dict with a key for each window, as in Redis but without a TTL, is never cleaned, so what the meter keeps grows with the windows it has seen (law 8)."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.counters: dict[int, int] = {}
        self.newest = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        self.newest = max(self.newest, now // self.period)
        used = self.counters.get(self.newest, 0)
        if used + cost > self.limit:
            return (self.newest + 1) * self.period - now
        self.counters[self.newest] = used + cost
        return 0

    def level(self, now: int) -> Level:
        window = max(self.newest, now // self.period)
        used = self.counters.get(window, 0)
        return Level(self.limit - used, (window + 1) * self.period - now if used else 0)
