"""Keeps the times as float seconds, which are off by many nanoseconds on a clock that counts from 1970.

Breaks: law 9 (exact arithmetic, no drift)
Level: exact
Shows: 1/1000000000: take(1700000000000000123) take(1700000001000000122)
Expected: 1; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit = quota.limit
        self.period = quota.period
        self.log = deque()
        self.used = self.clock = 0

    def _leaves_in(self, seconds, now):
        return int(seconds * 1e9) + self.period - now

    def take(self, now, cost=1):
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self._leaves_in(self.log[0][0], now) <= 0:
            self.used -= self.log.popleft()[1]
        if self.used + cost <= self.limit:
            self.log.append((now / 1e9, cost))
            self.used += cost
            return 0
        room = self.limit - self.used
        for seconds, units in self.log:
            room += units
            if room >= cost:
                return self._leaves_in(seconds, now)

    def level(self, now):
        now = max(now, self.clock)
        used = self.used
        for seconds, units in self.log:
            if self._leaves_in(seconds, now) > 0:
                return Level(self.limit - used, self._leaves_in(self.log[-1][0], now))
            used -= units
        return Level(self.limit, 0)
