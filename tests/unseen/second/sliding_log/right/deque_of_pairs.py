"""Right: a deque of (tick, cost) and a running sum of what is in it."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        now = self.clock = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        excess = self.used + cost - self.limit
        if excess <= 0:
            self.log.append((now, cost))
            self.used += cost
            return 0
        for then, units in self.log:
            excess -= units
            if excess <= 0:
                break
        return then + self.period - now

    def level(self, now: int) -> Level:
        used = self.used
        for then, units in self.log:
            if then > now - self.period:
                break
            used -= units
        return Level(self.limit - used, max(0, self.log[-1][0] + self.period - now) if used else 0)
