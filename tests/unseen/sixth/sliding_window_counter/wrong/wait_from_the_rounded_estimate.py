"""Wrong: the wait is computed from what is missing in whole units (estimate rounded up); too long with a fraction."""

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

    def _left(self, now):
        return self.period - now % self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        now = max(now, self.clock)
        before, current = self.before, self.current = self._at(now)
        self.clock = now
        left = self._left(now)
        missing = current - (-before * left // self.period) + cost - self.limit
        if missing <= 0:
            self.current += cost
            return 0
        if current + cost <= self.limit:
            return min(left, -(-missing * self.period // before))
        return left + -(-(current + cost - self.limit) * self.period // current)

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self._at(now)
        left = self._left(now)
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
