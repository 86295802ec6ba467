"""Wrong: adds the cost first and compares then, as INCRBY does, and a refused cost stays in the count; shows when a smaller take follows a refusal."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.window = 0
        self.count = 0

    def _incrby(self, now: int, amount: int) -> int:
        window = now // self.period
        if window > self.window:
            self.window = window
            self.count = 0
        self.count += amount
        return self.count

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        count = self._incrby(now, cost)
        if count > self.limit:
            return (self.window + 1) * self.period - now
        return 0

    def level(self, now: int) -> Level:
        count = self.count if now // self.period <= self.window else 0
        if not count:
            return Level(self.limit, 0)
        return Level(max(0, self.limit - count), (now // self.period + 1) * self.period - now)
