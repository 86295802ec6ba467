"""Lets a quota's burst raise what the two windows may hold.

Breaks: law 5 (windows have no burst)
Level: cost
Shows: 1/10 burst 2: take(0) take(0)
Expected: ValueError at construction; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        self.capacity, self.period = quota.burst, quota.period
        self.clock = self.p = self.q = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        passed = now // self.period - self.clock // self.period
        left = self.period - now % self.period
        if passed == 0:
            return self.p, self.q, left
        return self.q if passed == 1 else 0, 0, left

    def _wait(self, p: int, q: int, left: int, cost: int) -> int:
        room = self.capacity - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost must be in 1..{self.capacity}")
        now = max(now, self.clock)
        self.p, self.q, left = self._look(now)
        self.clock = now
        wait = self._wait(self.p, self.q, left, cost)
        if not wait:
            self.q += cost
        return wait

    def level(self, now: int) -> Level:
        p, q, left = self._look(max(now, self.clock))
        free = (self.capacity - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(p, q, left, self.capacity))
