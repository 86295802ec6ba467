"""Keeps the count of every window that was ever used.

Breaks: law 8 (the numbers kept do not grow with the past)
Level: cheap
Shows: one take in each of 100 000 windows leaves 100 000 counters
Expected: a few numbers kept; yours: one for each window
Shipped: not known
"""

from collections import defaultdict

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.counts = defaultdict(int)
        self.clock = 0

    def _counts(self, now):
        window, elapsed = divmod(now, self.period)
        return self.counts.get(window - 1, 0), self.counts.get(window, 0), self.period - elapsed

    def _wait(self, now, cost):
        p, q, left = self._counts(now)
        room = self.limit - cost
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
        if not wait:
            self.counts[now // self.period] += cost
        return wait

    def level(self, now):
        now = max(now, self.clock)
        p, q, left = self._counts(now)
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(now, self.limit))
