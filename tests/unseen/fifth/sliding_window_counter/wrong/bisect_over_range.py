"""Wrong: the wait is bisected over a range, and a range of more than sys.maxsize ticks has no len: OverflowError."""

from bisect import bisect_left

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.window = 0
        self.before = 0
        self.current = 0

    def counts(self, window: int) -> tuple[int, int]:
        if window == self.window:
            return self.before, self.current
        return (self.current, 0) if window == self.window + 1 else (0, 0)

    def fits(self, tick: int, cost: int) -> bool:
        window, elapsed = divmod(tick, self.period)
        before, current = self.counts(window)
        return before * (self.period - elapsed) <= (self.limit - current - cost) * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        self.clock = at = max(self.clock, now)
        if not self.fits(at, cost):
            ahead = range(at, at + 2 * self.period + 1)
            return ahead[bisect_left(ahead, True, key=lambda tick: self.fits(tick, cost))] - now
        window = at // self.period
        self.before, self.current = self.counts(window)
        self.window = window
        self.current += cost
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self.counts(now // self.period)
        left = self.period - now % self.period
        remaining = self.limit - current - -(-before * left // self.period)
        return Level(remaining, left + self.period if current else left if before else 0)
