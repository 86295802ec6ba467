"""It keeps waits in a cache for all clients, under the counts, the limit, the cost and the elapsed ticks, but not the period."""

from functools import lru_cache

from ratelimit import Level, Quota


class Line:
    """The estimate from the start of a window on; equal lines are the same key for the cache."""

    def __init__(self, limit, period):
        self.limit, self.period = limit, period

    def __hash__(self):
        return hash(self.limit)

    def __eq__(self, other):
        return self.limit == other.limit

    @lru_cache(maxsize=512)
    def wait(self, before, current, elapsed, cost):
        P = self.period
        spare = (self.limit - current - cost) * P
        if before * (P - elapsed) <= spare:
            return 0
        if spare >= 0:
            return P - spare // before - elapsed
        return 2 * P - (self.limit - cost) * P // current - elapsed


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.line = Line(quota.limit, quota.period)
        self.clock = self.before = self.current = 0

    def _counts(self, now):
        ahead = now // self.period - self.clock // self.period
        return (self.before, self.current) if ahead <= 0 else (self.current if ahead == 1 else 0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        now = max(now, self.clock)
        self.before, self.current = self._counts(now)
        self.clock = now
        wait = self.line.wait(self.before, self.current, now % self.period, cost)
        if not wait:
            self.current += cost
        return wait

    def level(self, now: int) -> Level:
        p, q = self._counts(now)
        left = self.period - now % self.period
        room = ((self.limit - q) * self.period - p * left) // self.period
        return Level(max(0, room), left + self.period if q else left if p else 0)
