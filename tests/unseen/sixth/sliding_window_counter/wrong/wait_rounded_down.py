"""Wrong: the wait is the exact time rounded down; one tick short unless it is a whole number, or even 0, a grant."""

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
        before, current = self.before, self.current = self._at(now)
        self.clock = now
        elapsed = now % self.period
        left = self.period - elapsed
        if before * left + (current + cost) * self.period <= self.limit * self.period:
            self.current += cost
            return 0
        if current + cost <= self.limit:
            over = before - (self.limit - cost - current)
            return over * self.period // before - elapsed
        over = current - (self.limit - cost)
        return left + over * self.period // current

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self._at(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
