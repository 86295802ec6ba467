"""Takes a last use at tick 0 for none, so what was spent there is never counted.

Breaks: law 0 (windows are aligned to time zero)
Level: limit
Shows: 1/8: take(0) take(0)
Expected: a refusal (above 0); yours: 0
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
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        window = self._window_at(now)
        used = self._used_in(window)
        if used + cost <= self.quota.limit:
            self.window, self.used, self.last = window, used + cost, max(now, self.last)
            return 0
        return self._end_of(window) - now

    def level(self, now: int) -> Level:
        window = self._window_at(now)
        used = self._used_in(window)
        return Level(self.quota.limit - used, self._end_of(window) - now if used else 0)

    def _window_at(self, now: int) -> int:
        return max(now // self.quota.period, self.window)

    def _used_in(self, window: int) -> int:
        return self.used if window == self.window and self.last else 0

    def _end_of(self, window: int) -> int:
        return (window + 1) * self.quota.period
