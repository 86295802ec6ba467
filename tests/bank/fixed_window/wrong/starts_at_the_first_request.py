"""Lets its windows begin with the first request instead of on the grid.

Breaks: law 1 (windows lie on a grid that starts at tick 0)
Level: windows
Shows: 3/10: take(7, 3) take(10)
Expected: take(10) answers 0; yours: 7
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a fixed window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.start = None  # start of the current window
        self.used = 0

    def _window(self, now):
        """Start of the window of now, and what is used in it."""
        if self.start is None:
            return now, 0
        if now < self.start + self.period:
            return self.start, self.used
        return self.start + (now - self.start) // self.period * self.period, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}")
        if self.start is not None and now < self.start:
            now = self.start
        self.start, self.used = self._window(now)
        if self.used + cost > self.limit:
            return self.start + self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        start, used = self._window(now)
        if used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, start + self.period - now)
