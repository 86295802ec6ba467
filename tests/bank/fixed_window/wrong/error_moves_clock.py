"""Opens the new window before it checks the cost, so a call that raises makes the old window be forgotten.

Breaks: law 6 (a call that raises does not move the clock)
Level: cost
Shows: 1/10: take(0) take(10, 2) take(5)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst differs from limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = self.used = 0

    def take(self, now, cost=1):
        if now // self.period > self.window:
            self.window = now // self.period
            self.used = 0
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}")
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now):
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
