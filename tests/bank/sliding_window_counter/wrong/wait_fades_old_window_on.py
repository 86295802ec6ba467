"""Lets the current window vanish at the edge when it works out a wait, instead of becoming the previous one.

Breaks: law 3 (in the next window q has become p)
Level: boundary
Same as: wait_ends_at_edge
Shows: 2/10: take(0, 2) take(0)
Expected: 15; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.p = self.q = 0

    def _roll(self, now: int) -> tuple[int, int]:
        passed = now // self.period - self.clock // self.period
        if passed == 0:
            return self.p, self.q
        return self.q if passed == 1 else 0, 0

    def _fits(self, p: int, q: int, elapsed: int, cost: int) -> bool:
        weight = max(0, self.period - elapsed)
        current = q if elapsed < self.period else 0
        return p * weight + (current + cost) * self.period <= self.limit * self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        self.p, self.q = self._roll(now)
        self.clock = now
        elapsed = now % self.period
        if self._fits(self.p, self.q, elapsed, cost):
            self.q += cost
            return 0
        low, high = elapsed + 1, self.period
        while low < high:
            middle = (low + high) // 2
            if self._fits(self.p, self.q, middle, cost):
                high = middle
            else:
                low = middle + 1
        return low - elapsed

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        p, q = self._roll(now)
        left = self.period - now % self.period
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), left + self.period if q else left if p else 0)
