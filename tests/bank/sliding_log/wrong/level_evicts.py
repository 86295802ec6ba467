"""Throws grants away for good when `level` only asks about a time at which they will have left.

Breaks: law 7 (asking changes no later answer)
Level: level
Shows: 1/10: take(0) level(10) take(5)
Expected: 5; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log, self.used, self.clock = deque(), 0, 0

    def _evict(self, now):
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        self._evict(now)
        if self.used + cost <= self.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        room = self.limit - self.used
        for time, units in self.log:
            room += units
            if room >= cost:
                return time + self.period - now

    def level(self, now):
        now = max(now, self.clock)
        self._evict(now)
        return Level(self.limit - self.used, self.log[-1][0] + self.period - now if self.log else 0)
