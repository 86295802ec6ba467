"""Walks through every window it has missed, one period at a time.

Breaks: law 8 (the time of a call does not grow with the idle time)
Level: cheap
Shows: after an idle spell of a million periods one take runs the loop a million times
Expected: a few steps; yours: one step for each window missed
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.start = self.p = self.q = self.clock = 0

    def _look(self, now: int) -> tuple[int, int, int]:
        start, p, q = self.start, self.p, self.q
        while now >= start + self.period:
            start, p, q = start + self.period, q, 0
        return start, p, q

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
