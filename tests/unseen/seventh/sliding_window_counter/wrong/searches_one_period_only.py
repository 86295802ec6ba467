"""Wrong: halves for the wait between 1 tick and one period; a take that needs longer, as the units of this window must fade in the next, is told a period."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.window = 0
        self.before = 0
        self.current = 0

    def _counts(self, window: int) -> tuple[int, int]:
        ahead = window - self.window
        if ahead == 0:
            return self.before, self.current
        return (self.current, 0) if ahead == 1 else (0, 0)

    def _free(self, now: int) -> int:
        window, elapsed = divmod(now, self.period)
        before, current = self._counts(window)
        return self.limit - current + -before * (self.period - elapsed) // self.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        window = now // self.period
        self.before, self.current = self._counts(window)
        self.window = window
        if cost <= self._free(now):
            self.current += cost
            return 0
        low, high = 1, self.period
        while low < high:
            wait = (low + high) // 2
            if self._free(now + wait) >= cost:
                high = wait
            else:
                low = wait + 1
        return low

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        window, elapsed = divmod(now, self.period)
        before, current = self._counts(window)
        windows = 2 if current else 1 if before else 0
        return Level(self._free(now), windows * self.period - elapsed if windows else 0)
