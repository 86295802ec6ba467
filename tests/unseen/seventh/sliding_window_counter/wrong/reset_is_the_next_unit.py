"""Wrong: level's second number is the ticks until one unit more is free, which is when to try again, not the ticks until the estimate is 0."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.before = 0
        self.current = 0

    def _shift(self, now: int) -> tuple[int, int]:
        passed = now // self.period - self.clock // self.period
        return ((self.before, self.current), (self.current, 0), (0, 0))[min(passed, 2)]

    def _wait(self, now: int, cost: int, before: int, current: int) -> int:
        left = self.period - now % self.period
        room = self.limit - current - cost
        if before * left <= room * self.period:
            return 0
        if room >= 0:
            return left - room * self.period // before
        return left + max(0, self.period - (self.limit - cost) * self.period // current)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = max(self.clock, now)
        self.before, self.current = self._shift(now)
        self.clock = now
        wait = self._wait(now, cost, self.before, self.current)
        if wait == 0:
            self.current += cost
        return wait

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        before, current = self._shift(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        if remaining == self.limit:
            return Level(remaining, 0)
        return Level(remaining, self._wait(now, remaining + 1, before, current))
