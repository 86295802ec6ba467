"""Grants a cost of 0 while there is room instead of raising.

Breaks: law 4 (a cost below 1 raises)
Level: cost
Shows: 1/10: take(0, 0)
Expected: ValueError; yours: 0
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = 0
        self.counts = [0, 0]

    def _counts(self, now):
        passed = now // self.quota.period - self.clock // self.quota.period
        return ([0] * min(2, passed) + self.counts)[:2]

    def _wait(self, now, cost):
        period, (q, p) = self.quota.period, self._counts(now)
        left, room = period - now % period, self.quota.limit - cost
        if p * left + q * period <= room * period:
            return 0
        if q <= room:
            return left - (room - q) * period // p
        return left + period - room * period // q

    def take(self, now, cost=1):
        if cost > self.quota.limit or cost < 0:
            raise ValueError(f"cost must not exceed {self.quota.limit}")
        now = max(now, self.clock)
        wait = self._wait(now, cost)
        self.counts, self.clock = self._counts(now), now
        if wait == 0:
            self.counts[0] += cost
        return wait

    def level(self, now):
        now = max(now, self.clock)
        q, p = self._counts(now)
        free = (self.quota.limit - q) * self.quota.period - p * (self.quota.period - now % self.quota.period)
        return Level(max(0, free // self.quota.period), self._wait(now, self.quota.limit))
