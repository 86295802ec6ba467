"""Moves its clock only when it grants, so after a refusal a late request is still counted to the window before.

Breaks: law 6 (the clock is the highest time of a valid take, refused ones included)
Level: clock
Shows: 4/10: take(0, 2) take(10, 3) take(5, 2) take(15, 2)
Expected: 5; yours: 0
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

    def _wait(self, p: int, q: int, left: int, cost: int) -> int:
        room = self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        p, q, left = self._look(now)
        if wait := self._wait(p, q, left, cost):
            return wait
        self.clock, self.p, self.q = now, p, q + cost
        return 0

    def level(self, now: int) -> Level:
        p, q, left = self._look(max(now, self.clock))
        free = (self.limit - q) * self.period - p * left
        return Level(max(0, free // self.period), self._wait(p, q, left, self.limit))
