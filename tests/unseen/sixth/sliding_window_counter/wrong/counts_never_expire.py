"""Wrong: a Counter of all windows, in which nothing is ever removed: right answers, but memory grows with the calls."""

from collections import Counter

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.granted = Counter()

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(now, self.clock)
        window, elapsed = divmod(now, self.period)
        before, current = self.granted[window - 1], self.granted[window]
        left = self.period - elapsed
        room = self.limit - cost - current
        if before * left <= room * self.period:
            self.granted[window] += cost
            return 0
        if room >= 0:
            return left - room * self.period // before
        return left + self.period - (self.limit - cost) * self.period // current

    def level(self, now: int) -> Level:
        window, elapsed = divmod(max(now, self.clock), self.period)
        before, current = self.granted[window - 1], self.granted[window]
        left = self.period - elapsed
        remaining = self.limit - current + -before * left // self.period
        return Level(remaining, left + self.period if current else left if before else 0)
