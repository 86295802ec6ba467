"""Variant of wrong/refused_counted: a running total, and what it was when the window began."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst without a meaning")
        self.rate = quota
        self.total = self.at_start = 0
        self.window_start = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.rate.limit:
            raise ValueError(f"cost {cost} is not within 1..{self.rate.limit}")
        if now - self.window_start >= self.rate.period:
            self.window_start += (now - self.window_start) // self.rate.period * self.rate.period
            self.at_start = self.total
        self.total += cost
        if self.total - self.at_start <= self.rate.limit:
            return 0
        return self.window_start + self.rate.period - now

    def level(self, now: int) -> Level:
        in_window = self.total - self.at_start
        ends = self.window_start + self.rate.period
        if in_window == 0 or now >= ends:
            return Level(self.rate.limit, 0)
        return Level(max(0, self.rate.limit - in_window), ends - now)
