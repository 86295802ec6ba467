"""Wrong: any other window than the last one rolls the counts, so a clock that steps back over an edge turns back to the older window, with nothing counted."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.before = 0
        self.current = 0

    def _counts(self, window: int) -> tuple[int, int]:
        if window == self.window:
            return self.before, self.current
        return (self.current if window - 1 == self.window else 0), 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        window, elapsed = divmod(now, self.period)
        self.before, self.current = self._counts(window)
        self.window = window
        left = self.period - elapsed
        room = self.limit - self.current - cost
        if self.before * left <= room * self.period:
            self.current += cost
            return 0
        if room >= 0:
            return left - room * self.period // self.before
        return left + max(0, self.period - (self.limit - cost) * self.period // self.current)

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.period)
        before, current = self._counts(window)
        left = self.period - elapsed
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
