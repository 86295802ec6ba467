"""Handles times before and after a window's end but not the end itself, where take returns 0, granted, to all.

Breaks: law 0 (a window never grants more than the limit)
Level: boundary
Shows: 1/10: take(0) take(10) take(10)
Expected: 10; yours: 0
Shipped: rush 2021.4.0: at exactly one period the periodic limiter admitted 20 of 20 on 5/s, remaining below zero
"""

from ratelimit import Level


class FixedWindow:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("no burst for a window")
        self.limit = quota.limit
        self.period = quota.period
        self.end = quota.period
        self.used = 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        if now < self.end and self.used + cost > self.limit:
            return self.end - now
        if now > self.end:
            self.end = (now // self.period + 1) * self.period
            self.used = 0
        self.used += cost
        return 0

    def level(self, now):
        if now >= self.end or self.used == 0:
            return Level(self.limit, 0)
        return Level(max(0, self.limit - self.used), self.end - now)
