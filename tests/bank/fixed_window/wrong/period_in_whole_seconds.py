"""Turns the period into whole seconds, so that a second and a half becomes one second.

Breaks: law 0 (the period is as given)
Level: exact
Shows: 1/1500000000: take(0) take(1000000000)
Expected: 500000000; yours: 0
Shipped: throttled-py 3.5.0: a period of 1.5 s becomes 1 s, one of 500 ms a ZeroDivisionError
"""

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period // SECOND * SECOND or quota.period
        self.window, self.used = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        if now // self.period > self.window:
            self.window, self.used = now // self.period, 0
        if self.used + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
