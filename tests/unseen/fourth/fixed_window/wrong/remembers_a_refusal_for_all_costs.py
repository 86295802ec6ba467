"""After a refusal it refuses everything up to the next window at once, also a smaller cost for which there is room."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.over_until = 0  # a local cache of "over the limit", as a sidecar keeps it
        self.window = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(cost)
        if now < self.over_until:
            return self.over_until - now
        w = now // self.period
        if w > self.window:
            self.window, self.used = w, 0
        if self.used + cost <= self.limit:
            self.used += cost
            return 0
        self.over_until = (self.window + 1) * self.period
        return self.over_until - now

    def level(self, now: int) -> Level:
        w = now // self.period
        used = self.used if w <= self.window else 0
        return Level(self.limit - used, (w + 1) * self.period - now if used else 0)
