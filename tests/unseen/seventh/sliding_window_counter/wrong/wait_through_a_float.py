"""Wrong: the decision is exact, but the wait is ceil of a true division; from some 15 digits on the quotient is rounded, and the wait is off by ticks."""

from math import ceil

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

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = max(self.clock, now)
        self.before, self.current = self._shift(now)
        self.clock = now
        left = self.period - now % self.period
        room = self.limit - self.current - cost
        excess = self.before * left - room * self.period
        if excess <= 0:
            self.current += cost
            return 0
        if room >= 0:
            return ceil(excess / self.before)
        return left + ceil(max(0, self.current + cost - self.limit) * self.period / self.current)

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        before, current = self._shift(now)
        left = self.period - now % self.period
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
