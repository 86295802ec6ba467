"""Asks in `level` only whether the count is above the limit, so a window that is just full still shows one unit.

Breaks: law 7 (remaining is the largest cost that take would grant)
Level: level
Shows: 1/10: take(0) level(0)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=1, reset_after=10)
Shipped: django-ratelimit 4.1.0: a check that does not count asks count > limit, and passes when the next request won't
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.count = 0, 0

    def _find(self, now):
        window = max(self.window, now // self.period)
        return window, self.count if window == self.window else 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}, got {cost}")
        self.window, self.count = self._find(now)
        if self.count + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        window, count = self._find(now)
        left = 0 if count > self.limit else max(1, self.limit - count)
        return Level(left, (window + 1) * self.period - now if count else 0)
