"""Lets a quota's burst raise the number of units in a window.

Breaks: law 5 (windows have no burst)
Level: cost
Shows: 1/10 burst 2: take(0) take(0)
Expected: ValueError at construction; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        self.capacity, self.period = quota.burst, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.capacity:
            raise ValueError(f"cost must be in 1..{self.capacity}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.capacity:
            self.log.append((now, cost))
            self.used += cost
            return 0
        room = self.capacity - self.used
        for time, units in self.log:
            room += units
            if room >= cost:
                return time + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(self.capacity - used, self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.capacity, 0)
