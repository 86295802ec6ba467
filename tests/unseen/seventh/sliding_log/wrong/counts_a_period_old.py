"""Wrong: the window is closed at both ends, an entry that is exactly a period old still counts (as in the moving window of limits); shows at now = grant + period."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.entries: deque[tuple[int, int]] = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = self.clock = max(now, self.clock)
        while self.entries and self.entries[0][0] < now - self.period:
            self.used -= self.entries.popleft()[1]
        if self.used + cost <= self.limit:
            self.entries.append((now, cost))
            self.used += cost
            return 0
        need = self.used + cost - self.limit
        for tick, units in self.entries:
            need -= units
            if need <= 0:
                return tick + self.period + 1 - now
        raise AssertionError

    def level(self, now: int) -> Level:
        used = self.used
        for tick, units in self.entries:
            if tick >= now - self.period:
                break
            used -= units
        if not used:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.entries[-1][0] + self.period + 1 - now)
