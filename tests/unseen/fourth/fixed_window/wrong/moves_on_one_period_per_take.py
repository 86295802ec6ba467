"""After a long pause it moves its window on by a single period per take, and forgets the count at each of these moves."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.limit, self.period = quota.limit, quota.period
        self.edge, self.count = None, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        if self.edge is None:
            self.edge = (now // self.period + 1) * self.period
        elif now >= self.edge:
            self.edge += self.period
            self.count = 0
        if self.count + cost > self.limit:
            return self.period - now % self.period
        self.count += cost
        return 0

    def level(self, now: int) -> Level:
        if self.edge is None or now >= self.edge or self.count == 0:
            return Level(self.limit, 0)
        return Level(self.limit - self.count, self.period - now % self.period)
