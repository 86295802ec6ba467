"""Raises when the clock has gone back.

Breaks: law 6 (a valid cost never raises)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: 0 or a wait, no error; yours: ValueError
Shipped: not known
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.used = 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.quota.limit:
            raise ValueError("impossible cost")
        if now < self.clock:
            raise ValueError(f"time went back from {self.clock} to {now}")
        if now // self.quota.period != self.clock // self.quota.period:
            self.used = 0
        self.clock = now
        if self.used + cost > self.quota.limit:
            return self.quota.period - now % self.quota.period
        self.used += cost
        return 0

    def level(self, now):
        now = max(now, self.clock)
        if self.used == 0 or now // self.quota.period != self.clock // self.quota.period:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.quota.period - now % self.quota.period)
