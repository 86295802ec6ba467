"""Pushes the end of the window back with every grant.

Breaks: law 0 (windows are aligned to time zero)
Level: windows
Shows: 2/10: take(0) take(9) take(10)
Expected: 0; yours: 9
Shipped: django-ratelimit issue 48: every increment pushed the TTL back, one second too early meant a whole hour more
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.expires_at = 0
        self.count = 0

    def take(self, now: int, cost: int = 1) -> int:
        period = self.quota.period
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        if now >= self.expires_at:
            self.count = 0
            self.expires_at = (now // period + 1) * period
        elif self.count + cost > self.quota.limit:
            return self.expires_at - now
        else:
            self.expires_at = max(self.expires_at, now + period)
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.expires_at:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.count, self.expires_at - now)
