"""Copies all grants that still count into a new list on every take.

Breaks: law 8 (the time of a call does not grow with the limit)
Level: cheap
Shows: with 300 000 grants in the log, every take copies 300 000 of them
Expected: a constant time for a request of cost 1; yours: one that grows with the log
Shipped: not known
"""

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.units = []
        self.clock = 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        now = self.clock = max(now, self.clock)
        self.units = [time for time in self.units if time > now - self.quota.period]
        missing = len(self.units) + cost - self.quota.limit
        if missing > 0:
            return self.units[missing - 1] + self.quota.period - now
        self.units.extend([now] * cost)
        return 0

    def level(self, now):
        now = max(now, self.clock)
        gone = 0
        for time in self.units:
            if time > now - self.quota.period:
                return Level(self.quota.limit - len(self.units) + gone, self.units[-1] + self.quota.period - now)
            gone += 1
        return Level(self.quota.limit, 0)
