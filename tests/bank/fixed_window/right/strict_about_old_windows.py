"""Refuses every request that comes from a window older than the newest one it has seen."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"no burst here: {quota.burst} for limit {quota.limit}")
        self.limit, self.period = quota.limit, quota.period
        self.opened, self.n = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be at least 1 and at most {self.limit}, got {cost}")
        k, elapsed = divmod(now, self.period)
        if k < self.opened:
            return self.opened * self.period - now
        if k > self.opened:
            self.opened, self.n = k, 0
        if self.n + cost > self.limit:
            return self.period - elapsed
        self.n += cost
        return 0

    def level(self, now: int) -> Level:
        k, elapsed = divmod(now, self.period)
        if k < self.opened:
            return Level(0, self.opened * self.period - now)
        if k > self.opened or self.n == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.n, self.period - elapsed)
