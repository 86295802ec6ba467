"""Takes window 0 for "no window yet" and empties the counters on every take in it.

Breaks: law 0 (0 is a time like any other)
Level: limit
Shows: 1/10: take(0) take(0)
Expected: 20; yours: 0
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.start = self.p = self.q = self.clock = 0

    def _look(self, now):
        start = now - now % self.period
        if not self.start:
            return start, 0, 0
        if start == self.start:
            return start, self.p, self.q
        return start, self.q if start == self.start + self.period else 0, 0

    def _wait(self, now, cost):
        start, p, q = self._look(now)
        left, room = start + self.period - now, self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        wait = self._wait(now, cost)
        self.start, self.p, self.q = self._look(now)
        self.q += 0 if wait else cost
        return wait

    def level(self, now):
        now = max(now, self.clock)
        start, p, q = self._look(now)
        free = (self.limit - q) * self.period - p * (start + self.period - now)
        return Level(max(0, free // self.period), self._wait(now, self.limit))
