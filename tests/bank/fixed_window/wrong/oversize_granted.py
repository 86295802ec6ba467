"""Lets a cost above the limit pass as long as the window is still empty.

Breaks: law 4 (never is an error)
Level: cost
Shows: 2/10: take(0, 3)
Expected: ValueError; yours: 0
Shipped: rush 2021.4.0: the first request of a window was never checked, a quantity of 50 passed a limit of 5
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.start = None
        self.used = 0

    def take(self, now, cost=1):
        if cost < 1:
            raise ValueError("cost must be positive")
        start = now - now % self.quota.period
        if self.start is None or start > self.start:
            self.start, self.used = start, cost
            return 0
        if cost > self.quota.limit:
            raise ValueError(f"cost must be at most {self.quota.limit}")
        if self.used + cost > self.quota.limit:
            return self.start + self.quota.period - now
        self.used += cost
        return 0

    def level(self, now):
        if self.start is None or now >= self.start + self.quota.period:
            return Level(self.quota.limit, 0)
        return Level(max(0, self.quota.limit - self.used), self.start + self.quota.period - now)
