"""Logs whole seconds of a nanosecond clock, so a grant leaves up to a second early.

Breaks: law 9 (exact arithmetic)
Level: slide
Shows: 1/1000000000: take(900000000) take(1000000000)
Expected: 900000000; yours: 0
Shipped: throttled-py 3.5.0, in its buckets with a whole-second clock: 100/s admits 200 inside 1 ms around a second edge
"""

from collections import deque

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] * SECOND + self.period <= now:
            self.used -= self.log.popleft()[1]
        excess = self.used + cost - self.limit
        if excess <= 0:
            self.log.append((now // SECOND, cost))
            self.used += cost
            return 0
        for second, units in self.log:
            excess -= units
            if excess <= 0:
                return second * SECOND + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for second, units in self.log:
            if second * SECOND + self.period > now:
                return Level(self.limit - used, self.log[-1][0] * SECOND + self.period - now)
            used -= units
        return Level(self.limit, 0)
