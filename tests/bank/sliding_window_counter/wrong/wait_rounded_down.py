"""Rounds the wait down to a whole tick, at which the previous window still weighs too much.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 3/10: take(0, 3) take(10)
Expected: 4; yours: 3
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
        left = self.period - now % self.period
        if passed == 0:
            return self.p, self.q, left
        return self.q if passed == 1 else 0, 0, left

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        p, q, left = self._look(now)
        self.p, self.q, self.clock = p, q, now
        if p * left + (q + cost) * self.period <= self.limit * self.period:
            self.q += cost
            return 0
        if q + cost > self.limit:
            p, q, left = q, 0, left + self.period
        excess = p * left + (q + cost - self.limit) * self.period
        return max(1, excess // p)

    def level(self, now):
        p, q, left = self._look(max(now, self.clock))
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), left + self.period if q else left if p else 0)
