"""Wrong: a cost that doesn't fit beside what is current raises, as if it could never be granted; it should wait."""

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
        at = max(now, self.clock)
        before, current = self._at(at)
        room = self.limit - cost - current
        if cost < 1 or room < 0:
            raise ValueError("cost")
        self.clock, self.before, self.current = at, before, current
        left = self.period - at % self.period
        if before * left <= room * self.period:
            self.current += cost
            return 0
        return left - room * self.period // before

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self._at(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
