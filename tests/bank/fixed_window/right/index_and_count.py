"""Keeps the index of the newest window and the units granted in it."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"a window has no burst, got {quota.burst} for a limit of {quota.limit}")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}, got {cost}")
        window = now // self.period
        if window > self.window:
            self.window = window
            self.used = 0
        if self.used + cost <= self.limit:
            self.used += cost
            return 0
        return (self.window + 1) * self.period - now

    def level(self, now: int) -> Level:
        if self.used == 0 or now // self.period > self.window:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, (self.window + 1) * self.period - now)
