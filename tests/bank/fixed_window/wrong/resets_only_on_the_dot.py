"""Empties the count when now is a multiple of the period, and never if no call falls on that very tick.

Breaks: law 0 (the count is of the window of now)
Level: windows
Shows: 1/10: take(0) take(15)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.quota = quota
        self.clock = self.emptied = self.used = 0

    def _used_at(self, now):
        return 0 if now % self.quota.period == 0 and now != self.emptied else self.used

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(f"cost must be between 1 and {limit}")
        now = self.clock = max(now, self.clock)
        self.used = self._used_at(now)
        if now % period == 0:
            self.emptied = now
        if self.used + cost > limit:
            return period - now % period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self._used_at(now)
        period = self.quota.period
        return Level(self.quota.limit - used, period - now % period if used else 0)
