"""Gives back a single unit for each grant that leaves, whatever it cost.

Breaks: law 0 (a grant that has left counts no more)
Level: cost
Shows: 2/10: take(0, 2) take(10, 2)
Expected: 0; yours: 10
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
        self.left = quota.limit
        self.clock = 0

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.log.popleft()
            self.left += 1
        if cost <= self.left:
            self.log.append((now, cost))
            self.left -= cost
            return 0
        left = self.left
        for time, _ in self.log:
            left += 1
            if left >= cost:
                return time + self.period - now
        return self.period

    def level(self, now):
        now = max(now, self.clock)
        left = self.left
        for time, _ in self.log:
            if time > now - self.period:
                return Level(left, self.log[-1][0] + self.period - now)
            left += 1
        return Level(left, 0)
