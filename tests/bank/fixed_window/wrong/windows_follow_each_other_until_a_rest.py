"""Starts a window where the last one ended, but at the request if a whole window has passed without one.

Breaks: law 0 (windows are aligned to time zero)
Level: windows
Shows: 1/8: take(18) take(25)
Expected: 0; yours: 1
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.window = 0
        self.start = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        self.start, self.used = self._rolled(now)
        now = max(now, self.start)
        if self.used + cost <= self.quota.limit:
            self.used += cost
            return 0
        return self.start + self.quota.period - now

    def level(self, now: int) -> Level:
        start, used = self._rolled(now)
        return Level(self.quota.limit - used, start + self.quota.period - now if used else 0)

    def _rolled(self, now: int) -> tuple[int, int]:
        if now < self.start + self.quota.period:
            return self.start, self.used
        follows = now < self.start + 2 * self.quota.period
        return self.start + self.quota.period if follows else now, 0
