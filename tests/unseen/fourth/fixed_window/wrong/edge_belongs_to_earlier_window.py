"""It lets the tick at which two windows meet belong to the earlier one.

Port from Go: advance() uses After(end), which is strict."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst")
        self.max, self.size = quota.limit, quota.period
        self.end, self.count = self.size, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.max:
            raise ValueError("cost")
        if now > self.end:
            self.end, self.count = now - now % self.size + self.size, 0
        if self.count > self.max - cost:
            return max(1, self.end - now)
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        if now > self.end or self.count == 0:
            return Level(self.max, 0)
        return Level(self.max - self.count, self.end - now)
