"""Remembers what level answered at a tick, and forgets it only when a new window begins.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/8: level(1) take(1) level(1)
Expected: Level(remaining=0, reset_after=7); yours: Level(remaining=1, reset_after=0)
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
        self.seen: dict[int, Level] = {}

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be between 1 and {self.quota.limit}, got {cost}")
        if self._window_at(now) != self.window:
            self.seen.clear()
        window = self._window_at(now)
        used = self._used_in(window)
        if used + cost <= self.quota.limit:
            self.window, self.used = window, used + cost
            return 0
        return self._end_of(window) - now

    def level(self, now: int) -> Level:
        if now not in self.seen:
            window = self._window_at(now)
            used = self._used_in(window)
            self.seen = {now: Level(self.quota.limit - used, self._end_of(window) - now if used else 0)}
        return self.seen[now]

    def _window_at(self, now: int) -> int:
        return max(now // self.quota.period, self.window)

    def _used_in(self, window: int) -> int:
        return self.used if window == self.window else 0

    def _end_of(self, window: int) -> int:
        return (window + 1) * self.quota.period
