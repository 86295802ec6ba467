"""Answers for a full window before it looks at the cost, so an impossible one gets a wait.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/8: take(0) take(0, 2)
Expected: ValueError; yours: 8
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
        window = self._window_at(now)
        used = self._used_in(window)
        if used == self.quota.limit:
            return self._end_of(window) - now
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        if used + cost <= self.quota.limit:
            self.window, self.used = window, used + cost
            return 0
        return self._end_of(window) - now

    def level(self, now: int) -> Level:
        window = self._window_at(now)
        used = self._used_in(window)
        return Level(self.quota.limit - used, self._end_of(window) - now if used else 0)

    def _window_at(self, now: int) -> int:
        return max(now // self.quota.period, self.window)

    def _used_in(self, window: int) -> int:
        return self.used if window == self.window else 0

    def _end_of(self, window: int) -> int:
        return (window + 1) * self.quota.period
