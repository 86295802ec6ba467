"""Keeps the log in a default argument, so all meters of a process share it.

Breaks: law 0 (a meter counts its own grants)
Level: limit
Shows: on 1/10, take(0) on one meter and then take(0) on another one
Expected: 0; yours: 10
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota, units=deque()) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.units = units
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        now = self.clock = max(now, self.clock)
        while self.units and self.units[0] <= now - self.quota.period:
            self.units.popleft()
        missing = len(self.units) + cost - self.quota.limit
        if missing > 0:
            return self.units[missing - 1] + self.quota.period - now
        self.units.extend([now] * cost)
        return 0

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        gone = 0
        for time in self.units:
            if time > now - self.quota.period:
                return Level(self.quota.limit - len(self.units) + gone, self.units[-1] + self.quota.period - now)
            gone += 1
        return Level(self.quota.limit, 0)
