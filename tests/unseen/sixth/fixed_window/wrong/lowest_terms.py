"""Wrong: takes limit and period from quota.terms, in their lowest terms: 2 per 10 becomes 1 per 5."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period, _ = quota.terms
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
