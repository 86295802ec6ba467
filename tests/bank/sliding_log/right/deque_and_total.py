"""A deque of (time, cost) with the running total of what is in it; everything walks from the oldest end."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"a window has no burst, got {quota.burst} for a limit of {quota.limit}")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.total = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}, got {cost}")
        self.clock = now = max(self.clock, now)
        while self.log and self.log[0][0] <= now - self.period:
            self.total -= self.log.popleft()[1]
        excess = self.total + cost - self.limit
        if excess > 0:
            for time, units in self.log:
                excess -= units
                if excess <= 0:
                    return time + self.period - now
        self.log.append((now, cost))
        self.total += cost
        return 0

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        used = self.total
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.limit - used, self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.limit, 0)
