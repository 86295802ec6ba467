"""Counts the instant at which a window begins with the window before it.

Breaks: law 0 (windows are closed at the start and open at the end)
Level: boundary
Shows: 1/10: take(5) take(10)
Expected: 0; yours: 1
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.count = -1, 0

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        window = (now - 1) // self.period
        if window > self.window:
            self.window, self.count = window, 0
        if self.count + cost <= self.limit:
            self.count += cost
            return 0
        return (self.window + 1) * self.period + 1 - now

    def level(self, now):
        if (now - 1) // self.period > self.window or self.count == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.count, (self.window + 1) * self.period + 1 - now)
