"""Keeps a counter for every window that was ever used.

Breaks: law 8 (the numbers kept do not grow with the past)
Level: cheap
Shows: one take in each of 100 000 windows leaves 100 000 counters
Expected: one or two numbers kept; yours: one for each window
Shipped: not known
"""

from collections import Counter

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.newest = 0
        self.counts = Counter()

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.newest = max(self.newest, now // self.period)
        if self.counts[self.newest] + cost > self.limit:
            return (self.newest + 1) * self.period - now
        self.counts[self.newest] += cost
        return 0

    def level(self, now):
        window = max(self.newest, now // self.period)
        used = self.counts[window]
        return Level(self.limit - used, (window + 1) * self.period - now if used else 0)
