"""It walks from window to window to the present one, which takes longer the longer it was idle."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.limit != quota.burst:
            raise ValueError("burst")
        self.max, self.size = quota.limit, quota.period
        self.start, self.count = 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.max:
            raise ValueError("cost")
        if self.count == 0 and now >= self.start + self.size:
            self.start = now - now % self.size
        while now >= self.start + self.size:
            self.start += self.size
            self.count = 0
        if self.count + cost > self.max:
            return self.start + self.size - now
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self.start + self.size or not self.count:
            return Level(self.max, 0)
        return Level(self.max - self.count, self.start + self.size - now)
