"""Keeps a list with one entry for every unit granted in the window and counts its length.

Breaks: law 8 (the numbers kept do not grow with the limit or the cost)
Level: cheap
Shows: one take of cost 1 000 000 makes a list of a million entries
Expected: one or two numbers kept; yours: one for each unit
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.window = 0
        self.grants = []

    def take(self, now, cost=1):
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        if now // self.quota.period > self.window:
            self.window = now // self.quota.period
            self.grants = []
        if len(self.grants) + cost > self.quota.limit:
            return (self.window + 1) * self.quota.period - now
        self.grants.extend([now] * cost)
        return 0

    def level(self, now):
        if not self.grants or now // self.quota.period > self.window:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - len(self.grants), (self.window + 1) * self.quota.period - now)
