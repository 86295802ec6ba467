"""Counts the previous window in full for the whole of this one.

Breaks: law 0 (the previous window fades)
Level: weight
Shows: 2/10: take(0, 2) take(15)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = 0
        self.counts = (0, 0)

    def _at(self, now: int) -> tuple[int, int]:
        passed = now // self.period - self.clock // self.period
        return (self.counts, (self.counts[1], 0), (0, 0))[min(passed, 2)]

    def _wait(self, now: int, cost: int) -> int:
        p, q = self._at(now)
        left = self.period - now % self.period
        if p + q + cost <= self.limit:
            return 0
        return left if q + cost <= self.limit else left + self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        wait = self._wait(now, cost)
        p, q = self._at(now)
        self.counts, self.clock = (p, q if wait else q + cost), now
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        return Level(max(0, self.limit - sum(self._at(now))), self._wait(now, self.limit))
