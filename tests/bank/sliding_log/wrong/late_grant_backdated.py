"""Decides a late request at the clock but logs it under its own, older time.

Breaks: law 6 (a late request counts as made at the meter's clock)
Level: clock
Shows: 2/10: take(10) take(5) level(10)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=0, reset_after=5)
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

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = max(now, self.clock)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        room = self.limit - self.used
        for time, units in self.log:
            room += units
            if room >= cost:
                return max(1, time + self.period - self.clock)

    def level(self, now):
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.limit - used, max(0, self.log[-1][0] + self.period - now))
            used -= units
        return Level(self.limit, 0)
