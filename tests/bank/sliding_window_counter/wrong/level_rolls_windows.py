"""Rolls the windows on for real when it is only asked about the future.

Breaks: law 7 (asking changes no later answer)
Level: level
Shows: 1/10: take(0) level(20) take(10)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.window = self.p = self.q = self.clock = 0

    def _roll(self, now: int) -> None:
        passed = now // self.period - self.window
        if passed > 0:
            self.window += passed
            self.p, self.q = self.q if passed == 1 else 0, 0

    def _wait(self, now: int, cost: int) -> int:
        left, room = (self.window + 1) * self.period - now, self.limit - cost
        if self.p * left + self.q * self.period <= room * self.period:
            return 0
        if self.q <= room:
            return left - (room - self.q) * self.period // self.p
        return left + self.period - room * self.period // self.q

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        self._roll(now)
        wait = self._wait(now, cost)
        if not wait:
            self.q += cost
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        self._roll(now)
        left = (self.window + 1) * self.period - now
        free = (self.limit - self.q) * self.period - self.p * left
        return Level(max(0, free // self.period), self._wait(now, self.limit))
