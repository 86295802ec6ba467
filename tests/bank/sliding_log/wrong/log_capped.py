"""Caps the log at 100 grants to save memory, so the oldest are lost while they still count.

Breaks: law 0 (every grant of the last period counts)
Level: limit
Shows: 101/10: take(0)*101 take(0)
Expected: 10; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    MAX_GRANTS = 100

    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log, self.used, self.clock = deque(), 0, 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and (self.log[0][0] <= now - self.period or len(self.log) > self.MAX_GRANTS):
            self.used -= self.log.popleft()[1]
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
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.limit - used, self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.limit, 0)
