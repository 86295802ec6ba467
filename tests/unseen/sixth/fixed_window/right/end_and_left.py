"""Right: counts down what is left and keeps the tick at which it ends, as a prepaid card does; refuses late calls."""

from ratelimit import Level, Quota


class FixedWindow:
    __slots__ = ("clock", "end", "left", "quota")

    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst")
        self.quota = quota
        self.end = quota.period
        self.left = quota.limit
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if cost < 1 or cost > quota.limit:
            raise ValueError("cost")
        if now < self.clock:
            return self.clock - now  # come back when time has caught up
        self.clock = now
        if now >= self.end:
            self.end = now - now % quota.period + quota.period
            self.left = quota.limit
        if cost <= self.left:
            self.left -= cost
            return 0
        return self.end - now

    def level(self, now: int) -> Level:
        if now >= self.end or self.left == self.quota.limit:
            return Level(self.quota.limit, 0)
        return Level(self.left, self.end - now)
