"""Counts the entries of the log, one for each request, instead of the units they cost.

Breaks: law 0 (the sum is of costs, not of requests)
Level: cost
Shows: 3/10: take(0, 2) take(0, 2)
Expected: 10; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log = deque()
        self.clock = 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0] <= now - self.period:
            self.log.popleft()
        missing = len(self.log) + cost - self.limit
        if missing > 0:
            return self.log[missing - 1] + self.period - now
        self.log.append(now)
        return 0

    def level(self, now):
        now = max(now, self.clock)
        gone = 0
        for time in self.log:
            if time > now - self.period:
                return Level(self.limit - len(self.log) + gone, self.log[-1] + self.period - now)
            gone += 1
        return Level(self.limit, 0)
