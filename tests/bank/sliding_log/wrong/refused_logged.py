"""Logs refused requests like granted ones, so hammering keeps the caller locked out.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 1/10: take(0) take(5) take(10)
Expected: 0; yours: 5
Shipped: not known
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log, self.total, self.clock = deque(), 0, 0

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be at least 1 and at most {self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] + self.period <= now:
            self.total -= self.log.popleft()[1]
        self.log.append((now, cost))
        self.total += cost
        excess = self.total - self.limit
        if excess <= 0:
            return 0
        for time, units in self.log:
            excess -= units
            if excess <= 0:
                return time + self.period - now

    def level(self, now):
        now = max(now, self.clock)
        used = self.total
        for time, units in self.log:
            if time + self.period > now:
                break
            used -= units
        return Level(max(0, self.limit - used), self.log[-1][0] + self.period - now if used else 0)
