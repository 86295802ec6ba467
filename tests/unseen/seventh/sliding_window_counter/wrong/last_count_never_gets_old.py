"""Wrong: on every roll the last count becomes `before`, also after an idle window, when it is the count of two or more windows ago and is worth nothing."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.before = 0
        self.current = 0
        self.clock = 0

    def _at(self, now: int) -> tuple[int, int]:
        if now // self.period > self.window:
            return self.current, 0
        return self.before, self.current

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(self.clock, now)
        self.before, self.current = self._at(now)
        self.window = now // self.period
        left = self.period - now % self.period
        if self.before * left + (self.current + cost) * self.period <= self.limit * self.period:
            self.current += cost
            return 0
        if self.current + cost <= self.limit:
            return left - (self.limit - self.current - cost) * self.period // self.before
        return left + max(0, self.period - (self.limit - cost) * self.period // self.current)

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        before, current = self._at(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
