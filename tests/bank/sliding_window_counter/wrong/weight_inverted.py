"""Weighs the previous window by how much of this one has passed instead of by what is left of it.

Breaks: law 0 (the estimate is p * (P - e) / P + q)
Level: weight
Shows: 1/10: take(0) take(10)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.previous = self.current = 0

    def _look(self, now):
        passed = now // self.period - self.clock // self.period
        if passed == 0:
            return self.previous, self.current
        return self.current if passed == 1 else 0, 0

    def _fits(self, now, cost):
        previous, current = self._look(now)
        return previous * (now % self.period) + (current + cost) * self.period <= self.limit * self.period

    def _wait(self, now, cost):
        if self._fits(now, cost):
            return 0
        left = self.period - now % self.period
        return left if self._fits(now + left, cost) else left + self.period

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        wait = self._wait(now, cost)
        self.previous, self.current = self._look(now)
        self.clock = now
        if not wait:
            self.current += cost
        return wait

    def level(self, now):
        now = max(now, self.clock)
        previous, current = self._look(now)
        free = (self.limit - current) * self.period - previous * (now % self.period)
        return Level(max(0, free // self.period), self._wait(now, self.limit))
