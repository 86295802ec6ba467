"""Never looks beyond this window: says to come back at its end, where the request is often refused again.

Breaks: law 3 (the wait is exact)
Level: boundary
Shows: 1/10: take(0) take(5)
Expected: 15; yours: 5
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.previous = self.current = self.clock = 0

    def _look(self, now):
        window = now // self.period
        if window == self.window:
            return window, self.previous, self.current
        return window, self.current if window == self.window + 1 else 0, 0

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        self.window, self.previous, self.current = self._look(now)
        left = self.period - now % self.period
        room = self.limit - cost - self.current
        if self.previous * left <= room * self.period:
            self.current += cost
            return 0
        if room <= 0:
            return left
        return left - room * self.period // self.previous

    def level(self, now):
        now = max(now, self.clock)
        _, p, q = self._look(now)
        left = self.period - now % self.period
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), left + self.period if q else left if p else 0)
