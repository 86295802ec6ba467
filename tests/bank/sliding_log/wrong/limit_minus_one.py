"""Compares with < where <= is meant, so the last unit is never granted.

Breaks: law 0 (grant while the sum with the cost stays within the limit)
Level: limit
Shows: 2/10: take(0) take(0)
Expected: 0; yours: 10
Shipped: rush 2021.4.0, in its GCRA: admitted one less than allowed, and per_minute(1) never admitted anything
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
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost < self.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        room = self.limit - self.used
        for time, units in self.log:
            room += units
            if room >= cost:
                return time + self.period - now
        return self.period

    def level(self, now):
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.limit - used, self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.limit, 0)
