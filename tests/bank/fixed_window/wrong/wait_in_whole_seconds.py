"""Rounds the wait up to whole seconds though the clock ticks in nanoseconds.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/1000000000: take(0) take(150000000)
Expected: 850000000; yours: 1000000000
Shipped: PyrateLimiter issues 40 and 41: worked in integer seconds and slept 1 s where 0.85 s was right
"""

from math import ceil

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.quota = quota
        self.start, self.used = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be 1 to {self.quota.limit}, got {cost}")
        if now >= self.start + self.quota.period:
            self.start, self.used = now - now % self.quota.period, 0
        if self.used + cost > self.quota.limit:
            return ceil((self.start + self.quota.period - now) / SECOND) * SECOND
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        end = self.start + self.quota.period
        if now >= end or self.used == 0:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, end - now)
