"""Weighs the previous window by more than the whole of it when it is asked about a time before the clock.

Breaks: law 6 (no answer below zero)
Level: level
Shows: 3/10: take(0, 3) take(15) level(5)
Expected: no answer below 0; yours: Level(remaining=-3, reset_after=25)
Shipped: throttled-py 3.5.0, in its leaky bucket: without max(0, elapsed) a step back of 100 s gave a remaining of -995
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.start = self.p = self.q = self.clock = 0

    def _look(self, now):
        if now < self.start + self.period:
            return self.start, self.p, self.q
        if now < self.start + 2 * self.period:
            return self.start + self.period, self.q, 0
        return now - now % self.period, 0, 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        self.start, self.p, self.q = self._look(now)
        left, room = self.start + self.period - now, self.limit - cost
        if self.p * left + self.q * self.period <= room * self.period:
            self.q += cost
            return 0
        if self.q <= room:
            return left - (room - self.q) * self.period // self.p
        return left + self.period - room * self.period // self.q

    def level(self, now):
        start, p, q = self._look(now)
        left = start + self.period - now
        free = (self.limit - q) * self.period - p * left
        return Level(free // self.period, left + self.period if q else left if p else 0)
