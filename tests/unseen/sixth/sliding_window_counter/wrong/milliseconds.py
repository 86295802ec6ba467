"""Wrong: a port that weighs whole milliseconds, as Go's Milliseconds() gives them; wrong unless all times are such."""

from ratelimit import Level, Quota

MS = 1_000_000


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.period_ms = max(1, quota.period // MS)
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
        before, current = self.before, self.current = self._at(now)
        self.clock = now
        elapsed = now % self.period
        left_ms = self.period_ms - elapsed // MS
        room = self.limit - cost - current
        if before * left_ms <= room * self.period_ms:
            self.current += cost
            return 0
        if room >= 0:
            return max(1, (left_ms - room * self.period_ms // before) * MS - elapsed % MS)
        left = self.period - elapsed
        return left + (self.period_ms - (self.limit - cost) * self.period_ms // current) * MS

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self._at(now)
        elapsed = now % self.period
        left = self.period - elapsed
        remaining = self.limit - current + -before * (self.period_ms - elapsed // MS) // self.period_ms
        return Level(max(0, remaining), left + self.period if current else left if before else 0)
