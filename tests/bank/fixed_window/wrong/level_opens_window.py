"""Opens the next window for real when it is only asked about the future.

Breaks: law 7 (asking changes no later answer)
Level: level
Shows: 1/10: take(0) level(10) take(5)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.used = 0, 0

    def _roll(self, now):
        if now // self.period > self.window:
            self.window, self.used = now // self.period, 0

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self._roll(now)
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now):
        self._roll(now)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now if self.used else 0)
