"""Weighs the counts of the last take in `level` as if its window still went on.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: take(0) level(20)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=0, reset_after=20)
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.p = self.q = 0

    def _roll(self, now: int) -> None:
        passed = now // self.period - self.clock // self.period
        if passed:
            self.p, self.q = self.q if passed == 1 else 0, 0
        self.clock = now

    def _wait(self, now: int, cost: int) -> int:
        left, room = self.period - now % self.period, self.limit - cost
        if self.p * left + self.q * self.period <= room * self.period:
            return 0
        if self.q <= room:
            return left - (room - self.q) * self.period // self.p
        return left + self.period - room * self.period // self.q

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self._roll(max(now, self.clock))
        wait = self._wait(self.clock, cost)
        if not wait:
            self.q += cost
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        free = (self.limit - self.q) * self.period - self.p * (self.period - now % self.period)
        return Level(max(0, free // self.period), self._wait(now, self.limit))
