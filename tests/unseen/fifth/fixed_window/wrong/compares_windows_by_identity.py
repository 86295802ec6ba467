"""Wrong: `is not` compares the window numbers, which works as long as CPython shares the int objects (up to 256)."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.window: int | None = None
        self.used = 0

    def current(self, now: int) -> int:
        window = now // self.period
        return window if self.window is None else max(window, self.window)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        window = self.current(now)
        if self.window is not window:
            self.window = window
            self.used = 0
        if self.used + cost > self.limit:
            return (window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window = self.current(now)
        used = self.used if window == self.window else 0
        return Level(self.limit - used, (window + 1) * self.period - now if used else 0)
