"""Wrong: level removes what has left at its `now`, so a question about the future forgets grants that still count."""

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

    def _clean(self, now):
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        self._clean(now)
        need = self.used + cost - self.limit
        if need <= 0:
            self.log.append((now, cost))
            self.used += cost
            return 0
        for time, units in self.log:
            need -= units
            if need <= 0:
                return time + self.period - now
        return self.period

    def level(self, now: int) -> Level:
        self._clean(now)
        return Level(self.limit - self.used, self.log[-1][0] + self.period - now if self.log else 0)
