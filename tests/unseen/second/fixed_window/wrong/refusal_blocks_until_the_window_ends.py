"""Wrong: after a refusal everything is refused until the window ends, also a smaller cost that would still fit.

Source: (b) honzabit/durable-limiter issues 2 and 6: a rate-limited response is cached until the reset
Witness: 3/1: take(0) take(0) take(0, 2) take(0) -> 1, right: 0
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.index = 0
        self.used = 0
        self.blocked = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}")
        index = now // self.period
        if index > self.index:
            self.index = index
            self.used = 0
        if now < self.blocked or self.used + cost > self.limit:
            self.blocked = (self.index + 1) * self.period
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used if now // self.period <= self.index else 0
        if used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.period - now % self.period)
