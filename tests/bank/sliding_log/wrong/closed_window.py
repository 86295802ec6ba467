"""Counts a grant that is exactly one period old.

Breaks: law 0 (a grant exactly one period old counts no more)
Level: boundary
Shows: 1/10: take(0) take(10)
Expected: 0; yours: 1
Shipped: limits 5.8.0: window closed at both ends, so at the reset time told test() says True and hit() says False
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] < now - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        room = self.limit - self.used
        for time, units in self.log:
            room += units
            if room >= cost:
                return time + self.period + 1 - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time >= now - self.period:
                break
            used -= units
        return Level(self.limit - used, self.log[-1][0] + self.period + 1 - now if used else 0)
