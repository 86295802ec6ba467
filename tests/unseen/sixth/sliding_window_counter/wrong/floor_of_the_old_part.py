"""Wrong: the part of the old window is rounded down (//), so a take is granted at up to one unit too much."""

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

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        now = max(now, self.clock)
        self.before, self.current = self._at(now)
        self.clock = now
        left = self.period - now % self.period
        estimate = self.before * left // self.period + self.current
        if estimate + cost <= self.limit:
            self.current += cost
            return 0
        room = self.limit - cost - self.current
        if room >= 0:
            return left - ((room + 1) * self.period - 1) // self.before
        return left + self.period - ((self.limit - cost + 1) * self.period - 1) // self.current

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self._at(now)
        left = self.period - now % self.period
        remaining = self.limit - current - before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
