"""Wrong: the estimate is a Fraction whose denominator is kept small, which rounds it for periods above 10**9 ticks."""

from fractions import Fraction

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

    def estimate(self, now: int) -> Fraction:
        window, elapsed = divmod(now, self.period)
        before, current = self.counts(window)
        share = Fraction(self.period - elapsed, self.period).limit_denominator(10**9)
        return before * share + current

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        self.clock = max(self.clock, now)
        estimate = self.estimate(self.clock)
        window = self.clock // self.period
        self.before, self.current = self.counts(window)
        self.window = window
        if estimate + cost <= self.limit:
            self.current += cost
            return 0
        edge = (window + 1) * self.period
        room = self.limit - self.current - cost
        if room >= 0:
            ready = edge - room * self.period // self.before
        else:
            ready = edge + self.period - (self.limit - cost) * self.period // self.current
        return max(1, ready - now)

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self.counts(now // self.period)
        left = self.period - now % self.period
        used = current + -(-before * left // self.period)
        return Level(self.limit - used, left + self.period if current else left if before else 0)
