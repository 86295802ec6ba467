"""Checks that the cost fits but counts every grant as a single unit.

Breaks: law 0 (the count is of units, not of requests)
Level: cost
Shows: 3/10: take(0, 2) take(0, 2)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.requests = 0
        self.clock = 0

    def _requests_in_window(self, now):
        same = now // self.quota.period == self.clock // self.quota.period
        return self.requests if same else 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.quota.limit:
            raise ValueError("the cost can never be granted")
        now = max(now, self.clock)
        self.requests = self._requests_in_window(now)
        self.clock = now
        if self.requests + cost > self.quota.limit:
            return self.quota.period - now % self.quota.period
        self.requests += 1
        return 0

    def level(self, now):
        now = max(now, self.clock)
        n = self._requests_in_window(now)
        return Level(self.quota.limit - n, self.quota.period - now % self.quota.period if n else 0)
