"""Adds up the whole log on every call.

Breaks: law 8 (the time of a call does not grow with the limit)
Level: cheap
Shows: with 300 000 grants in the log, every take adds up 300 000 costs
Expected: a constant time for a request of cost 1; yours: one that grows with the log
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.log.popleft()
        excess = sum(units for _, units in self.log) + cost - self.limit
        if excess <= 0:
            self.log.append((now, cost))
            return 0
        for time, units in self.log:
            excess -= units
            if excess <= 0:
                return time + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = sum(units for time, units in self.log if time > now - self.period)
        return Level(self.limit - used, self.log[-1][0] + self.period - now if used else 0)
