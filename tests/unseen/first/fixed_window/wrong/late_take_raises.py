"""A take from an older window raises ValueError, as if a step back of the clock were the caller's error.

Source: (a) the brief, law 6 ("With a valid cost, it must not raise").
Witness: 3/10: take(10) take(9) -> ValueError, right: 0 (or 1 or more)
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        window = now // self.period
        if window < self.window:
            raise ValueError(f"time went back to {now}")
        if window > self.window:
            self.window, self.used = window, 0
        if self.used + cost > self.limit:
            return (window + 1) * self.period - now
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        window = now // self.period
        if window != self.window or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (window + 1) * self.period - now)
