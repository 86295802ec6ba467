"""Rounds the estimate to the nearest whole unit before it compares.

Breaks: law 0 (the estimate is compared exactly)
Level: weight
Shows: 1/10: take(0) take(16)
Expected: 4; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.counts = (0, 0)

    def _at(self, now: int) -> tuple[int, int]:
        passed = now // self.quota.period - self.clock // self.quota.period
        return (self.counts, (self.counts[1], 0), (0, 0))[min(passed, 2)]

    def _estimate(self, now: int) -> int:
        p, q = self._at(now)
        weighted = p * (self.quota.period - now % self.quota.period)
        return (2 * weighted + self.quota.period) // (2 * self.quota.period) + q

    def _wait(self, now: int, cost: int) -> int:
        """The first instant at which the estimate is low enough, found by halving."""
        low, high = now, now + 2 * self.quota.period
        while low < high:
            middle = (low + high) // 2
            if self._estimate(middle) + cost <= self.quota.limit:
                high = middle
            else:
                low = middle + 1
        return low - now

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        now = max(now, self.clock)
        wait = self._wait(now, cost)
        p, q = self._at(now)
        self.counts, self.clock = (p, q if wait else q + cost), now
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        return Level(max(0, self.quota.limit - self._estimate(now)), self._wait(now, self.quota.limit))
