"""Wrong: the wait is until the oldest grant leaves, whatever the cost; too short if one grant isn't enough."""

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
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.log and self.clock - self.log[0][0] >= self.period:
            _, units = self.log.popleft()
            self.used -= units
        if self.used + cost > self.limit:
            oldest, _ = self.log[0]
            return oldest + self.period - self.clock
        self.log.append((self.clock, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used
        for time, units in self.log:
            if now - time < self.period:
                return Level(self.limit - used, self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.limit, 0)
