"""Tells a cost above the limit to wait until nothing is left of the two windows.

Breaks: law 4 (never is an error)
Level: cost
Shows: 2/10: take(0, 3)
Expected: ValueError; yours: 20
Shipped: throttled-py 3.5.0: a cost of 6 on a limit of 5 with a time-out of 3 s waits and returns after 4.0 s
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.p = self.q = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        passed = now // self.period - self.clock // self.period
        left = self.period - now % self.period
        if passed == 0:
            return self.p, self.q, left
        return self.q if passed == 1 else 0, 0, left

    def _fits(self, now: int, cost: int) -> bool:
        p, q, left = self._look(now)
        return p * left + (q + cost) * self.period <= self.limit * self.period

    def _wait(self, now: int, cost: int) -> int:
        low, high = 0, 2 * self.period - now % self.period
        while low < high:
            middle = (low + high) // 2
            if self._fits(now + middle, cost):
                high = middle
            else:
                low = middle + 1
        return low

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError(f"cost must be at least 1, got {cost}")
        now = max(now, self.clock)
        wait = self._wait(now, cost)
        self.p, self.q, _ = self._look(now)
        self.clock = now
        if not wait:
            self.q += cost
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        p, q, left = self._look(now)
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(now, self.limit))
