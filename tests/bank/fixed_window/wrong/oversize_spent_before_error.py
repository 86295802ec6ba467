"""Raises for a cost above the limit, but only after having counted it.

Breaks: law 4 (nothing is spent by a call that raises)
Level: cost
Shows: 2/10: take(0, 3) take(0)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst for windows")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.used = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost below 1")
        if now // self.period > self.window:
            self.window, self.used = now // self.period, 0
        self.used += cost
        if self.used <= self.limit:
            return 0
        if cost > self.limit:
            raise ValueError(f"cost above {self.limit}")
        self.used -= cost
        return (self.window + 1) * self.period - now

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(max(0, self.limit - self.used), (self.window + 1) * self.period - now)
