"""Moves on by only one window per call after an idle spell, and empties the count again at every step.

Breaks: law 0 (a window never grants more than the limit)
Level: windows
Shows: 1/10: take(20) take(20)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.end = quota.period
        self.used = 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        if now >= self.end:
            self.end += self.period
            self.used = 0
        if self.used + cost > self.limit:
            return self.end - now
        self.used += cost
        return 0

    def level(self, now):
        if now >= self.end or self.used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.end - now)
