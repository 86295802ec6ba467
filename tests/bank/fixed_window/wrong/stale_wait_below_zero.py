"""Mixes the caller's window with the meter's clock, so a late request is told a wait below zero.

Breaks: law 6 (no answer below zero)
Level: clock
Shows: 1/10: take(15) take(3)
Expected: no answer below 0; yours: -5
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self.quota.limit, self.quota.period
        if not 1 <= cost <= limit:
            raise ValueError(f"cost must be in 1..{limit}")
        next_window = (now // period + 1) * period
        previous, self.clock = self.clock, max(self.clock, now)
        if self.clock // period > previous // period:
            self.used = 0
        if self.used + cost > limit:
            return next_window - self.clock
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        if not self.used or now // self.quota.period > self.clock // self.quota.period:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.used, self.quota.period - now % self.quota.period)
