"""Finds the level by trying to take a unit, and does not give it back.

Breaks: law 7 (level only looks)
Level: level
Shows: 2/10: level(0) take(0, 2)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.window, self.left = 0, quota.limit

    def take(self, now, cost=1):
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be at most {self.quota.limit}")
        window = now // self.quota.period
        if window > self.window:
            self.window, self.left = window, self.quota.limit
        if cost > self.left:
            return (self.window + 1) * self.quota.period - now
        self.left -= cost
        return 0

    def level(self, now):
        wait = self.take(now)
        left = self.left if wait else self.left + 1
        if left == self.quota.limit:
            return Level(left, 0)
        return Level(left, (self.window + 1) * self.quota.period - now)
