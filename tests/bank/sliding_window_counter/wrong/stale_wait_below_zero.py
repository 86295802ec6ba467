"""Counts a late caller's wait from the clock to a time in that caller's window, and so answers below zero.

Breaks: law 6 (no answer below zero)
Level: clock
Shows: 1/10: take(25) take(0)
Expected: no answer below 0; yours: -5
Shipped: not known
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

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        edge = now - now % self.period + self.period
        clock = max(now, self.clock)
        self.p, self.q, left = self._look(clock)
        self.clock = clock
        room = self.limit - cost
        if self.p * left + self.q * self.period <= room * self.period:
            self.q += cost
            return 0
        if self.q <= room:
            return edge - (room - self.q) * self.period // self.p - clock
        return edge + self.period - room * self.period // self.q - clock

    def level(self, now: int) -> Level:
        p, q, left = self._look(max(now, self.clock))
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), left + self.period if q else left if p else 0)
