"""Wrong: int(now / period) rounds up just before an edge once now is the size of an epoch in nanoseconds."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.current = 0
        self.granted = 0

    def _index(self, now: int) -> int:
        return int(now / self.quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError("cost")
        index = self._index(now)
        if index > self.current:
            self.current = index
            self.granted = 0
        if self.granted + cost <= self.quota.limit:
            self.granted += cost
            return 0
        return (self.current + 1) * self.quota.period - now

    def level(self, now: int) -> Level:
        if self._index(now) > self.current or self.granted == 0:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - self.granted, (self.current + 1) * self.quota.period - now)
