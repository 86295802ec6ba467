"""Wrong: a take below the clock is refused before its cost is looked at; with an invalid cost it should raise."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if now < self.clock:
            return self.clock - now
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        if now // self.period != self.clock // self.period:
            self.used = 0
        self.clock = now
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.clock // self.period or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.period - now % self.period)
