"""Lets a grant leave on the last tick of its period.

Breaks: law 0 (a grant counts until it is a whole period old)
Level: boundary
Shows: 1/10: take(0) take(9)
Expected: 1; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.last_tick = quota.period - 1
        self.log = deque()
        self.left = quota.limit
        self.clock = 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError("impossible cost")
        now = self.clock = max(now, self.clock)
        while self.log and self.log[0][0] + self.last_tick <= now:
            self.left += self.log.popleft()[1]
        if cost <= self.left:
            self.log.append((now, cost))
            self.left -= cost
            return 0
        left = self.left
        for time, units in self.log:
            left += units
            if left >= cost:
                return time + self.last_tick - now

    def level(self, now):
        now = max(now, self.clock)
        left = self.left
        for time, units in self.log:
            if time + self.last_tick > now:
                return Level(left, self.log[-1][0] + self.last_tick - now)
            left += units
        return Level(self.limit, 0)
