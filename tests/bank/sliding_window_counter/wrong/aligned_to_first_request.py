"""Lets the first window begin with the first request instead of at a multiple of the period.

Breaks: law 0 (windows are aligned to time zero)
Level: weight
Shows: 1/10: take(5) take(16)
Expected: 4; yours: 9
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.start: int | None = None
        self.p = self.q = self.clock = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        start = now if self.start is None else self.start
        passed = (now - start) // self.period
        if passed == 0:
            return start, self.p, self.q
        return start + passed * self.period, self.q if passed == 1 else 0, 0

    def _wait(self, now: int, cost: int) -> int:
        start, p, q = self._look(now)
        left, room = start + self.period - now, self.limit - cost
        if p * left + q * self.period <= room * self.period:
            return 0
        if q <= room:
            return left - (room - q) * self.period // p
        return left + self.period - room * self.period // q

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        self.start, self.p, self.q = self._look(now)
        wait = self._wait(now, cost)
        if not wait:
            self.q += cost
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        start, p, q = self._look(now)
        free = (self.limit - q) * self.period - p * (start + self.period - now)
        return Level(max(0, free // self.period), self._wait(now, self.limit))
