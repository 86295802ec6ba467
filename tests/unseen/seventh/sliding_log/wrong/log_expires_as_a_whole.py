"""Wrong: the first entry of a list sets its time to live (EXPIRE NX), and when that is over the whole list is gone, with entries that still count."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.list: deque[tuple[int, int]] = deque()
        self.used = 0
        self.expire_at = 0
        self.clock = 0

    def _alive(self, now: int) -> bool:
        return bool(self.list) and now < self.expire_at

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        if not self._alive(now):
            self.list.clear()
            self.used = 0
            self.expire_at = now + self.period
        if self.used + cost > self.limit:
            return self.expire_at - now
        self.list.append((now, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if not self._alive(now):
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.expire_at - now)
