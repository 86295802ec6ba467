"""Turns the period into whole seconds, so that a second and a half becomes one second.

Breaks: law 0 (the period is as given)
Level: exact
Shows: 1/1500000000: take(0) take(2000000000)
Expected: 1000000000; yours: 0
Shipped: throttled-py 3.5.0: a period of 1.5 s becomes 1 s, one of 500 ms a ZeroDivisionError
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        second = 1_000_000_000
        self.limit = quota.limit
        self.period = quota.period // second * second or quota.period
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
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        self.p, self.q, left = self._look(now)
        self.clock = now
        wait = self._wait(self.p, self.q, left, cost)
        self.q += 0 if wait else cost
        return wait

    def level(self, now):
        p, q, left = self._look(max(now, self.clock))
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(p, q, left, self.limit))
