"""Keeps of the period only what is left after whole days.

Breaks: law 0 (the period is as given)
Level: exact
Shows: 1/86400000000010: take(0) take(10)
Expected: 86400000000000; yours: 0
Shipped: throttled-py issue 42: took timedelta.seconds for total_seconds(), and a quota per day had a period of 0
"""

from datetime import timedelta

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst and limit differ")
        length = timedelta(microseconds=quota.period // 1000)
        self.limit = quota.limit
        self.period = (length.seconds * 1_000_000 + length.microseconds) * 1000 + quota.period % 1000
        self.window, self.used = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        if now // self.period > self.window:
            self.window, self.used = now // self.period, 0
        if self.used + cost <= self.limit:
            self.used += cost
            return 0
        return (self.window + 1) * self.period - now

    def level(self, now: int) -> Level:
        if now // self.period > self.window or self.used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
