"""Tells windows apart by even and odd only, so after an idle window the old count is taken for the new one's.

Breaks: law 0 (the count is of the window of now)
Level: windows
Shows: 1/10: take(0) take(20)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.slots = [0, 0]

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        self.clock = max(self.clock, now)
        slot = self.clock // self.quota.period % 2
        self.slots[1 - slot] = 0
        if self.slots[slot] + cost > self.quota.limit:
            return self.quota.period - self.clock % self.quota.period
        self.slots[slot] += cost
        return 0

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        used = self.slots[now // self.quota.period % 2]
        return Level(self.quota.limit - used, self.quota.period - now % self.quota.period if used else 0)
