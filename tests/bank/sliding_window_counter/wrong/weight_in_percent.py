"""Weighs the previous window in whole percent.

Breaks: law 0 (the estimate is compared exactly)
Level: exact
Shows: 1/1000: take(0) take(1995)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = self.previous = self.current = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        period = self.quota.period
        passed = now // period - self.clock // period
        percent = 100 * (period - now % period) // period
        if passed == 0:
            return self.previous, self.current, percent
        return self.current if passed == 1 else 0, 0, percent

    def _fits(self, now: int, cost: int) -> bool:
        previous, current, percent = self._look(now)
        return previous * percent + (current + cost) * 100 <= self.quota.limit * 100

    def _wait(self, now: int, cost: int) -> int:
        if self._fits(now, cost):
            return 0
        low, high = 1, 2 * self.quota.period
        while low < high:
            middle = (low + high) // 2
            if self._fits(now + middle, cost):
                high = middle
            else:
                low = middle + 1
        return low

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        now = max(now, self.clock)
        wait = self._wait(now, cost)
        self.previous, self.current, _ = self._look(now)
        self.clock = now
        self.current += 0 if wait else cost
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        previous, current, percent = self._look(now)
        free = self.quota.limit * 100 - previous * percent - current * 100
        return Level(max(0, free // 100), self._wait(now, self.quota.limit))
