"""Divides with / and truncates, so near an edge a large time falls into the wrong window.

Breaks: law 9 (exact arithmetic, no drift)
Level: exact
Shows: 1/1000000000: take(1699999999999999990) take(1700000000000000000)
Expected: 0; yours: 1000000000
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.used = 0, 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}")
        window = int(now / self.period)
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost <= self.limit:
            self.used += cost
            return 0
        return (self.window + 1) * self.period - now

    def level(self, now):
        if self.used == 0 or int(now / self.period) > self.window:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
