"""It rounds the part of the window before down to whole units, so that it grants on an estimate that is above the limit."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.before = self.current = self.clock = 0

    def _counts(self, window):
        if window <= self.window:
            return self.before, self.current
        return (self.current if window == self.window + 1 else 0), 0

    def _estimate(self, now):
        window, elapsed = divmod(now, self.period)
        before, current = self._counts(window)
        return before * (self.period - elapsed) // self.period + current

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(cost)
        self.clock = now = max(now, self.clock)
        self.before, self.current = self._counts(now // self.period)
        self.window = now // self.period
        if self._estimate(now) + cost <= self.limit:
            self.current += cost
            return 0
        lo, hi = 0, 2 * self.period
        while hi - lo > 1:
            mid = (lo + hi) // 2
            if self._estimate(now + mid) + cost <= self.limit:
                hi = mid
            else:
                lo = mid
        return hi

    def level(self, now: int) -> Level:
        before, current = self._counts(now // self.period)
        rest = self.period - now % self.period
        reset = rest + self.period if current else rest if before else 0
        return Level(max(0, self.limit - self._estimate(now)), reset)
