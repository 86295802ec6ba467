"""Resets once a whole period has passed since the last grant, not when the next window begins.

Breaks: law 0 (windows are aligned to time zero)
Level: windows
Shows: 2/10: take(9) take(9) take(10)
Expected: 0; yours: 9
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.last = 0
        self.left = quota.limit

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.last)
        if now - self.last >= self.period:
            self.left = self.limit
        if cost > self.left:
            return self.last + self.period - now
        self.left -= cost
        self.last = now
        return 0

    def level(self, now):
        if now - self.last >= self.period or self.left == self.limit:
            return Level(self.limit, 0)
        return Level(self.left, max(1, self.last + self.period - now))
