"""Rolls the windows on before it checks the cost, so a call that raises makes grants be forgotten.

Breaks: law 6 (a call that raises does not move the clock)
Level: cost
Shows: 1/10: take(0) take(20, 2) take(10)
Expected: 10; yours: 0
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

    def _wait(self, p, q, left, cost):
        room = self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def take(self, now, cost=1):
        now = max(now, self.clock)
        self.p, self.q, left = self._look(now)
        self.clock = now
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        wait = self._wait(self.p, self.q, left, cost)
        self.q += 0 if wait else cost
        return wait

    def level(self, now):
        p, q, left = self._look(max(now, self.clock))
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(p, q, left, self.limit))
