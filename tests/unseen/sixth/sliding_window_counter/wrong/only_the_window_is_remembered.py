"""Wrong: keeps the newest window, not the clock; a late take from an older window uses its own, larger elapsed time."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.current = 0
        self.before = 0

    def _at(self, window):
        if window <= self.window:
            return self.before, self.current
        return (self.current, 0) if window == self.window + 1 else (0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        window, elapsed = divmod(now, self.period)
        before, current = self.before, self.current = self._at(window)
        self.window = max(window, self.window)
        left = self.period - elapsed
        room = self.limit - cost - current
        if before * left <= room * self.period:
            self.current += cost
            return 0
        if room >= 0:
            return left - room * self.period // before
        return left + self.period - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.period)
        before, current = self._at(window)
        left = self.period - elapsed
        remaining = self.limit - current + -before * left // self.period
        return Level(max(0, remaining), left + self.period if current else left if before else 0)
