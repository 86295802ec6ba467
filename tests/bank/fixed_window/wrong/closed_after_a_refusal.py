"""Closes the window at its first refusal, so that smaller costs which would still fit are refused as well.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 3/10: take(0, 2) take(0, 2) take(0)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a fixed window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.number = self.used = 0
        self.closed = False

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost is {cost}, must be 1 to {self.limit}")
        number = now // self.period
        if number > self.number:
            self.number, self.used, self.closed = number, 0, False
        if self.closed or self.used + cost > self.limit:
            self.closed = True
            return (self.number + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now // self.period > self.number or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.number + 1) * self.period - now)
