"""Walks through every window it has missed, one period at a time.

Breaks: law 8 (the time of a call does not grow with the idle time)
Level: cheap
Shows: after an idle spell of a million periods one take runs the loop a million times
Expected: a few steps; yours: one step for each window missed
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.end = quota.period
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        while now >= self.end:
            self.end += self.quota.period
            self.used = 0
        if self.used + cost > self.quota.limit:
            return self.end - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.end or self.used == 0:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.end - now)
