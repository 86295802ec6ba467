"""Wrong: int(now / period) goes through a float, so close before an edge, at dates of more than 15 digits, now falls into the next window."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.index = 0
        self.used = 0

    def _index(self, now: int) -> int:
        return int(now / self.period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        index = self._index(now)
        if index > self.index:
            self.index = index
            self.used = 0
        if self.used + cost > self.limit:
            return max(1, (self.index + 1) * self.period - now)
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if self._index(now) > self.index or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, max(1, (self.index + 1) * self.period - now))
