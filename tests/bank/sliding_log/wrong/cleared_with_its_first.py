"""Throws the whole log away when its first grant is a period old, with younger grants that still count.

Breaks: law 0 (every grant of the last period counts)
Level: slide
Shows: 2/10: take(0) take(9) take(11) take(11)
Expected: 8; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst and limit must be the same")
        self.quota = quota
        self.log = deque()
        self.used = self.clock = 0

    def _expired(self, now):
        return bool(self.log) and self.log[0][0] + self.quota.period <= now

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}")
        now = self.clock = max(now, self.clock)
        if self._expired(now):
            self.log.clear()
            self.used = 0
        if self.used + cost <= self.quota.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        return self.log[0][0] + self.quota.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        if not self.log or self._expired(now):
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.log[0][0] + self.quota.period - now)
