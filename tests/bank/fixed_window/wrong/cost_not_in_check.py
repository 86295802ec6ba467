"""Asks whether anything is left, not whether the cost fits, before it adds the cost.

Breaks: law 0 (a window never grants more than the limit)
Level: cost
Shows: 3/10: take(0, 2) take(0, 2)
Expected: 10; yours: 0
Shipped: flask-limiter issue 448: with deduct_when the check ignored the cost and over-limit requests passed
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("a window has a limit and no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.used = 0, 0

    def _roll(self, now):
        return (self.window, self.used) if now // self.period <= self.window else (now // self.period, 0)

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.window, self.used = self._roll(now)
        if self.used < self.limit:
            self.used += cost
            return 0
        return (self.window + 1) * self.period - now

    def level(self, now):
        window, used = self._roll(now)
        return Level(max(0, self.limit - used), (window + 1) * self.period - now if used else 0)
