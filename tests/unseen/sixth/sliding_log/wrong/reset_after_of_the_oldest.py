"""Wrong: reset_after is when the oldest grant leaves, not the newest; shows with grants of two ticks in the window."""

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
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
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
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.limit - used, time + self.period - now)
            used -= units
        return Level(self.limit, 0)
