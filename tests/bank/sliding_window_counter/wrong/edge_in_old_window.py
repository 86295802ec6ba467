"""Counts the instant at which a window begins with the window before it.

Breaks: law 0 (windows are closed at the start and open at the end)
Level: limit
Shows: 2/10: take(10, 2) take(20)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level


class SlidingWindowCounter:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.window, self.p, self.q, self.clock = -1, 0, 0, 0

    def _look(self, now):
        window, elapsed = divmod(now - 1, self.period)
        left = self.period - elapsed - 1
        passed = window - self.window
        if passed == 0:
            return window, self.p, self.q, left
        return window, self.q if passed == 1 else 0, 0, left

    def _fits(self, now, cost):
        _, p, q, left = self._look(now)
        return p * left + (q + cost) * self.period <= self.limit * self.period

    def _wait(self, now, cost):
        low, high = 0, 2 * self.period + 1
        while low < high:
            middle = (low + high) // 2
            if self._fits(now + middle, cost):
                high = middle
            else:
                low = middle + 1
        return low

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        wait = self._wait(now, cost)
        self.window, self.p, self.q, _ = self._look(now)
        if not wait:
            self.q += cost
        return wait

    def level(self, now):
        now = max(now, self.clock)
        _, p, q, left = self._look(now)
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(now, self.limit))
