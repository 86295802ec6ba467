"""Opens a window with its first request without a check, whatever the window before still weighs.

Breaks: law 0 (grant while the estimate with the cost stays within the limit)
Level: weight
Shows: 1/10: take(0) take(11)
Expected: 9; yours: 0
Shipped: rush 2021.4.0, periodic limiter: the first request of a window is never checked, remaining went to -45
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst for two windows")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.before = self.current = 0

    def _counts(self, now):
        passed = now // self.period - self.clock // self.period
        return [(self.before, self.current), (self.current, 0), (0, 0)][min(passed, 2)]

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        self.before, self.current = self._counts(now)
        self.clock = now
        if self.current == 0:
            self.current = cost
            return 0
        left = self.period - now % self.period
        over = self.before * left + (self.current + cost - self.limit) * self.period
        if over <= 0:
            self.current += cost
            return 0
        if self.current + cost <= self.limit:
            return -(-over // self.before)
        return left + self.period - (self.limit - cost) * self.period // self.current

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self._counts(now)
        left = self.period - now % self.period
        free = ((self.limit - current) * self.period - before * left) // self.period
        return Level(max(0, free), left + self.period if current else left if before else 0)
