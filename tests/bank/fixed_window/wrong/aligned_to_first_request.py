"""Starts a window at its first request instead of at a multiple of the period.

Breaks: law 0 (windows are aligned to time zero)
Level: windows
Shows: 1/10: take(5) take(10)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.quota = quota
        self.ends_at = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"bad cost {cost}")
        if now >= self.ends_at:
            self.ends_at = now + self.quota.period
            self.used = 0
        if self.used + cost > self.quota.limit:
            return self.ends_at - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.ends_at or not self.used:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.ends_at - now)
