"""It remembers the clock's window but not its tick, and weighs the window before by the elapsed ticks of the late `now`."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.before = self.current = 0

    def _counts(self, window):
        if window <= self.window:
            return self.before, self.current
        return (self.current if window == self.window + 1 else 0), 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        window, elapsed = divmod(now, self.period)
        self.before, self.current = self._counts(window)
        self.window = max(window, self.window)
        rest = self.period - elapsed
        spare = (self.limit - self.current - cost) * self.period
        if self.before * rest <= spare:
            self.current += cost
            return 0
        if spare >= 0:
            return rest - spare // self.before
        return rest + self.period - (self.limit - cost) * self.period // self.current

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self.period)
        before, current = self._counts(window)
        rest = self.period - elapsed
        remaining = ((self.limit - current) * self.period - before * rest) // self.period
        return Level(max(0, remaining), rest + self.period if current else rest if before else 0)
