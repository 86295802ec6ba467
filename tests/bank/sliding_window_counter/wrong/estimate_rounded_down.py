"""Rounds the weighted count of the previous window down to whole units before it compares.

Breaks: law 0 (the estimate is compared exactly)
Level: weight
Shows: 1/10: take(0) take(11)
Expected: 9; yours: 0
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

    def _wait(self, now, cost):
        window, p, q = self._look(now)
        left = self.period - now % self.period
        if p * left // self.period + q + cost <= self.limit:
            return 0
        if q + cost > self.limit:
            p, q, left = q, 0, left + self.period
        # The smallest count of ticks left at which the rounded count is still too high, and one tick more.
        return max(1, left - ((self.limit - q - cost + 1) * self.period - 1) // p)

    def take(self, now, cost=1):
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        wait = self._wait(now, cost)
        self.window, self.previous, self.current = self._look(now)
        if not wait:
            self.current += cost
        return wait

    def level(self, now):
        now = max(now, self.clock)
        _, p, q = self._look(now)
        left = self.period - now % self.period
        return Level(max(0, self.limit - q - p * left // self.period), self._wait(now, self.limit))
