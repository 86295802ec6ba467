"""Lets a request pass while the estimate is below the limit, without the request's own cost.

Breaks: law 0 (grant while the estimate with the cost stays within the limit)
Level: limit
Shows: 3/10: take(0, 2) take(0, 2)
Expected: 15; yours: 0
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.p = self.q = 0

    def _look(self, now):
        passed = now // self.period - self.clock // self.period
        p, q = ((self.p, self.q), (self.q, 0), (0, 0))[min(passed, 2)]
        return p, q, self.period - now % self.period

    def _wait(self, now, cost):
        p, q, left = self._look(now)
        room = self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        p, q, left = self._look(now)
        wait = 0 if p * left + q * self.period < self.limit * self.period else self._wait(now, cost)
        self.p, self.q, self.clock = p, q if wait else q + cost, now
        return wait

    def level(self, now):
        now = max(now, self.clock)
        p, q, left = self._look(now)
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(now, self.limit))
