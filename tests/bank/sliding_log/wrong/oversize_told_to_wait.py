"""Tells a cost above the limit to wait until the log is empty, where it is refused again.

Breaks: law 4 (never is an error)
Level: cost
Shows: 2/10: take(0, 3)
Expected: ValueError; yours: 10
Shipped: throttled-py 3.5.0: a cost of 6 on a limit of 5 with a time-out of 3 s waits and returns after 4.0 s
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log, self.used, self.clock = deque(), 0, 0

    def take(self, now, cost=1):
        if cost < 1:
            raise ValueError("cost must be at least 1")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        room, wait = self.limit - self.used, self.period
        for time, units in self.log:
            if room >= cost:
                break
            room += units
            wait = time + self.period - now
        return wait

    def level(self, now):
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.limit - used, self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.limit, 0)
