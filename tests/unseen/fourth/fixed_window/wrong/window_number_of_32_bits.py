"""It keeps the number of the window as a uint32 and compares for equality, so a count is back after 2**32 windows."""

from ratelimit import Level, Quota

U32 = 0xFFFFFFFF


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock, self.tag, self.used = 0, 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        tag = self.clock // self.period & U32
        if tag != self.tag:
            self.tag, self.used = tag, 0
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used if max(now, self.clock) // self.period & U32 == self.tag else 0
        return Level(self.limit - used, self.period - now % self.period if used else 0)
