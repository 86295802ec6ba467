"""Takes a window start of 0 for "no window yet" and begins the first window again on every call.

Breaks: law 0 (0 is a time like any other)
Level: limit
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.start = 0
        self.used = 0

    def take(self, now, cost=1):
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        if not self.start or now >= self.start + self.quota.period:
            self.start = now - now % self.quota.period
            self.used = 0
        if self.used + cost > self.quota.limit:
            return self.start + self.quota.period - now
        self.used += cost
        return 0

    def level(self, now):
        if self.used == 0 or now >= self.start + self.quota.period:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.start + self.quota.period - now)
