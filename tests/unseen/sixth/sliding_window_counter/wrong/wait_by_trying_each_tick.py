"""Wrong: the wait is found by trying tick after tick; right answers, but the time grows with the period."""

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
        passed = now // self.period - self.clock // self.period
        if passed <= 0:
            return self.before, self.current
        return (self.current, 0) if passed == 1 else (0, 0)

    def _fits(self, now, cost):
        before, current = self._at(now)
        left = self.period - now % self.period
        return before * left + (current + cost) * self.period <= self.limit * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        now = max(now, self.clock)
        self.before, self.current = self._at(now)
        self.clock = now
        wait = 0
        while not self._fits(now + wait, cost):
            wait += 1
        if wait == 0:
            self.current += cost
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self._at(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
