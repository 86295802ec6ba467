"""Wrong: the whole log is dropped a period after its first grant, like a Redis key that got its expiry once."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self.limit = quota.limit
        self.period = quota.period
        self.log = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        if self.log and now >= self.log[0][0] + self.period:
            self.log.clear()
            self.used = 0
        need = self.used + cost - self.limit
        if need <= 0:
            self.log.append((now, cost))
            self.used += cost
            return 0
        return self.log[0][0] + self.period - now

    def level(self, now: int) -> Level:
        if not self.log or now >= self.log[0][0] + self.period:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.log[0][0] + self.period - now)
