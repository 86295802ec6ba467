"""Wrong: level moves the counts on to its `now`, so a question about a later window loses those of this one."""

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

    def _move(self, now):
        now = max(now, self.clock)
        passed = now // self.period - self.clock // self.period
        if passed == 1:
            self.before, self.current = self.current, 0
        elif passed > 1:
            self.before = self.current = 0
        self.clock = now
        return self.period - now % self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        left = self._move(now)
        room = self.limit - cost - self.current
        if self.before * left <= room * self.period:
            self.current += cost
            return 0
        if room >= 0:
            return left - room * self.period // self.before
        return left + self.period - (self.limit - cost) * self.period // self.current

    def level(self, now: int) -> Level:
        left = self._move(now)
        remaining = self.limit - self.current + -self.before * left // self.period
        return Level(remaining, left + self.period if self.current else left if self.before else 0)
