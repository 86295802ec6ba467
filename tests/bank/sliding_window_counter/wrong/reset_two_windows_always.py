"""Puts the reset at the end of the next window even when only the previous one has grants.

Breaks: law 7 (reset_after is until the meter is fresh)
Level: level
Shows: 1/10: take(0) level(10)
Expected: Level(remaining=0, reset_after=10); yours: Level(remaining=0, reset_after=20)
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.unit = quota.period
        self.capacity = quota.limit * quota.period
        self.clock = self.p = self.q = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        passed = now // self.unit - self.clock // self.unit
        left = self.unit - now % self.unit
        if passed == 0:
            return self.p, self.q, left
        return self.q if passed == 1 else 0, 0, left

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost * self.unit > self.capacity:
            raise ValueError(f"cost must be in 1..{self.capacity // self.unit}")
        now = max(now, self.clock)
        self.p, self.q, left = self._look(now)
        self.clock = now
        room = self.capacity - cost * self.unit
        if self.p * left + self.q * self.unit <= room:
            self.q += cost
            return 0
        if self.q * self.unit <= room:
            return left - (room - self.q * self.unit) // self.p
        return left + self.unit - room // self.q

    def level(self, now: int) -> Level:
        p, q, left = self._look(max(now, self.clock))
        free = self.capacity - q * self.unit - p * left
        return Level(max(0, free // self.unit), left + self.unit if p or q else 0)
