"""Copies the current count to the previous one at the edge but does not clear it.

Breaks: law 0 (q is of the window of now)
Level: weight
Shows: 1/10: take(0) take(15)
Expected: 5; yours: 15
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.clock = self.p = self.q = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        period = self.quota.period
        passed = now // period - self.clock // period
        p, q = self.p, self.q
        if passed == 1:
            p = q
        elif passed > 1:
            p = q = 0
        return p, q, period - now % period

    def _wait(self, p: int, q: int, left: int, cost: int) -> int:
        period, room = self.quota.period, self.quota.limit - cost
        if p * left + q * period <= room * period:
            return 0
        if q <= room:
            return left - (room - q) * period // p
        return left + period - room * period // q

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        now = max(now, self.clock)
        self.p, self.q, left = self._look(now)
        self.clock = now
        wait = self._wait(self.p, self.q, left, cost)
        if not wait:
            self.q += cost
        return wait

    def level(self, now: int) -> Level:
        p, q, left = self._look(max(now, self.clock))
        free = (self.quota.limit - q) * self.quota.period - p * left
        return Level(max(0, free // self.quota.period), self._wait(p, q, left, self.quota.limit))
