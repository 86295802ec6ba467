"""Counts a grant of exactly one period ago in take but not in the wait, and so refuses with 0: "granted".

Breaks: law 0 (a grant exactly one period old counts no more)
Level: boundary
Shows: 1/10: take(0) take(10) take(10)
Expected: 10; yours: 0
Shipped: PyrateLimiter issue 289: put() included the edge and waiting() did not, so a caller spun for some 10 s
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log = deque()
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = self.clock = max(now, self.clock)
        while self.log and self.log[0][0] < now - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        too_many = self.used + cost - self.limit
        for time, units in self.log:
            too_many -= units
            if too_many <= 0:
                return time + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.limit - used, self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.limit, 0)
