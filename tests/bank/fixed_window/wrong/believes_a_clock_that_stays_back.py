"""Takes the clock to have been set back for good once twenty calls in a row came late, and starts a new window.

Breaks: law 6 (time never goes back)
Level: clock
Shows: 1/8: take(9) take([8] * 20)
Expected: granted, twenty refusals; yours: granted, nineteen refusals, granted
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a fixed window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.late = 0
        self.window = self.count = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be 1 to {self.limit}")
        self.late = self.late + 1 if now < self.clock else 0
        if self.late == 20:
            self.clock, self.window, self.count = now, now // self.period, 0
        self.clock = now = max(now, self.clock)
        if now // self.period != self.window:
            self.window, self.count = now // self.period, 0
        if self.count + cost > self.limit:
            return (self.window + 1) * self.period - now
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        if self.count == 0 or now // self.period != self.window:
            return Level(self.limit, 0)
        return Level(self.limit - self.count, (self.window + 1) * self.period - now)
