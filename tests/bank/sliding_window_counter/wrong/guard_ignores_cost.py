"""Checks for room for one unit, then adds the cost, and only then sees that it was too much.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 10/10: take(0, 9) take(0, 5) take(0)
Expected: 0; yours: 14
Shipped: upstash-ratelimit 1.2.0: the guard ignores the rate, so with 9 used a denied 5 left the counter at 14
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.unit = quota.period
        self.limit = quota.limit
        self.clock = self.p = self.q = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        passed = now // self.unit - self.clock // self.unit
        left = self.unit - now % self.unit
        if passed == 0:
            return self.p, self.q, left
        return self.q if passed == 1 else 0, 0, left

    def _wait(self, p: int, q: int, left: int, cost: int) -> int:
        room = self.limit - cost
        if p * left + q * self.unit <= room * self.unit:
            return 0
        if q <= room:
            return left - (room - q) * self.unit // p
        return max(1, left + self.unit - room * self.unit // q)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        now = max(now, self.clock)
        p, q, left = self._look(now)
        self.p, self.q, self.clock = p, q, now
        if self._wait(p, q, left, 1) == 0:
            self.q += cost
        return self._wait(p, q, left, cost)

    def level(self, now: int) -> Level:
        p, q, left = self._look(max(now, self.clock))
        free = (self.limit - q) * self.unit - p * left
        return Level(max(0, free // self.unit), self._wait(p, q, left, self.limit))
