"""Keeps the number of the window in 32 bits, so that those 2**32 windows apart are the same.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/8: take(0) take(34359738368)
Expected: 0; yours: 8
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"burst must be the limit, {quota.limit}, in a window, got {quota.burst}")
        self.quota = quota
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        window = self._window_at(now)
        used = self._used_in(window)
        if used + cost <= self.quota.limit:
            self.window, self.used = window, used + cost
            return 0
        return self.quota.period - now % self.quota.period

    def level(self, now: int) -> Level:
        window = self._window_at(now)
        used = self._used_in(window)
        return Level(self.quota.limit - used, self.quota.period - now % self.quota.period if used else 0)

    def _window_at(self, now: int) -> int:
        return max(now // self.quota.period % 2**32, self.window)

    def _used_in(self, window: int) -> int:
        return self.used if window == self.window else 0

    def _end_of(self, window: int) -> int:
        return (window + 1) * self.quota.period
