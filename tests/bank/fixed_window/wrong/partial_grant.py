"""Spends what is left in the window on a request that it refuses.

Breaks: law 1 (all or nothing)
Level: cost
Same as: refused_counted
Shows: 3/10: take(0, 2) take(0, 2) take(0)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst is not supported")
        self.quota = quota
        self.window = 0
        self.left = quota.limit

    def take(self, now, cost=1):
        if not 0 < cost <= self.quota.limit:
            raise ValueError(f"cannot ever grant {cost}")
        window = now // self.quota.period
        if window > self.window:
            self.window, self.left = window, self.quota.limit
        spent = min(cost, self.left)
        self.left -= spent
        if spent == cost:
            return 0
        return (self.window + 1) * self.quota.period - now

    def level(self, now):
        if now // self.quota.period > self.window or self.left == self.quota.limit:
            return Level(self.quota.limit, 0)
        return Level(self.left, (self.window + 1) * self.quota.period - now)
