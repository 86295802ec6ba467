"""Adds the cost to the counter before it checks, and leaves it there when it refuses.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 10/10: take(0, 8) take(0, 5) take(0, 2)
Expected: 0; yours: 14
Shipped: throttled-py issue 89: INCRBY came before the check, so hammering while denied starved the next window
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.previous = self.current = 0

    def _look(self, now):
        passed = now // self.period - self.clock // self.period
        if passed == 0:
            return self.previous, self.current
        return self.current if passed == 1 else 0, 0

    def _wait(self, now, p, q, cost):
        left, room = self.period - now % self.period, self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return max(1, left + self.period - room * self.period // q)

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        self.previous, before = self._look(now)
        self.clock = now
        self.current = before + cost
        return self._wait(now, self.previous, before, cost)

    def level(self, now):
        now = max(now, self.clock)
        p, q = self._look(now)
        free = (self.limit - q) * self.period - p * (self.period - now % self.period)
        return Level(max(0, free // self.period), self._wait(now, p, q, self.limit))
