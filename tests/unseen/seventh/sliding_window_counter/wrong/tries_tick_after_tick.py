"""Wrong: finds the wait by trying one tick after the other; the answers are right, but a refusal takes as many steps as there are ticks to wait (law 8)."""

from itertools import count

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.window = 0
        self.before = 0
        self.current = 0

    def _fits(self, now: int, cost: int) -> bool:
        window, elapsed = divmod(now, self.period)
        ahead = window - self.window
        before, current = (self.before, self.current) if ahead == 0 else (self.current, 0) if ahead == 1 else (0, 0)
        return before * (self.period - elapsed) <= (self.limit - current - cost) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        self.clock = now = max(now, self.clock)
        ahead = now // self.period - self.window
        if ahead:
            self.before, self.current = self.current if ahead == 1 else 0, 0
            self.window += ahead
        wait = next(wait for wait in count() if self._fits(now + wait, cost))
        if wait == 0:
            self.current += cost
        return wait

    def level(self, now: int) -> Level:
        window, elapsed = divmod(max(now, self.clock), self.period)
        ahead = window - self.window
        before, current = (self.before, self.current) if ahead == 0 else (self.current, 0) if ahead == 1 else (0, 0)
        left = self.period - elapsed
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
