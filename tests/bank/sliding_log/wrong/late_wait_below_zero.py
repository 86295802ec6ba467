"""Shortens the wait by how far a late request is behind the clock, and so answers below zero.

Breaks: law 6 (no answer below zero)
Level: clock
Shows: 1/10: take(15) take(0)
Expected: no answer below 0; yours: -5
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
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        elapsed = now - self.clock
        self.clock += max(0, elapsed)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((self.clock, cost))
            self.used += cost
            return 0
        room = self.limit - self.used
        for time, units in self.log:
            room += units
            if room >= cost:
                wait = time + self.period - self.clock
                return wait + min(0, elapsed)

    def level(self, now):
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.limit - used, self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.limit, 0)
