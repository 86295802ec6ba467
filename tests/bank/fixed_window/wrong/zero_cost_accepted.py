"""Grants a cost of 0 instead of raising.

Breaks: law 4 (a cost below 1 raises)
Level: cost
Shows: 1/10: take(0, 0)
Expected: ValueError; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.end, self.left = 0, quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 0 or cost > self.quota.limit:
            raise ValueError(f"cost {cost} must not be negative, nor above {self.quota.limit}")
        if now >= self.end:
            self.end = (now // self.quota.period + 1) * self.quota.period
            self.left = self.quota.limit
        if cost > self.left:
            return self.end - now
        self.left -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.end or self.left == self.quota.limit:
            return Level(self.quota.limit, 0)
        return Level(self.left, self.end - now)
