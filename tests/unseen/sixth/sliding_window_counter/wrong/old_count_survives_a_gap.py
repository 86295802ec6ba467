"""Wrong: whatever was counted last becomes `before`, even if windows lie between; refuses after an idle time."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.current = 0
        self.before = 0

    def _at(self, now):
        if now // self.period > self.clock // self.period:
            return self.current, 0
        return self.before, self.current

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        now = max(now, self.clock)
        before, current = self.before, self.current = self._at(now)
        self.clock = now
        left = self.period - now % self.period
        room = self.limit - cost - current
        if before * left <= room * self.period:
            self.current += cost
            return 0
        if room >= 0:
            return left - room * self.period // before
        return left + self.period - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self._at(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
