"""Wrong: a take below the clock is decided at the clock but written down with its own time, so it leaves too early and the log is out of order."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        self.clock = max(self.clock, now)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]
        missing = self.used + cost - self.limit
        if missing <= 0:
            self.log.append((now, cost))
            self.used += cost
            return 0
        for tick, units in self.log:
            missing -= units
            if missing <= 0:
                return max(1, tick + self.period - now)
        raise AssertionError("unreachable")

    def level(self, now: int) -> Level:
        used = self.used
        for tick, units in self.log:
            if tick > now - self.period:
                break
            used -= units
        if not used:
            return Level(self.limit, 0)
        return Level(self.limit - used, max(0, self.log[-1][0] + self.period - now))
