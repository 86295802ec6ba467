"""Logs the request before it looks at the cost, and leaves it there when the cost is above the limit.

Breaks: law 4 (nothing is spent by a call that raises)
Level: cost
Shows: 2/10: take(0, 3) take(0)
Expected: 0; yours: 10
Shipped: throttled-py 3.5.0, in its sliding window in memory: a denied first call of cost 11 blocks the whole window
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        self.log.append((now, cost))
        self.used += cost
        if cost > self.limit:
            raise ValueError(f"cost must be at most {self.limit}")
        if self.used <= self.limit:
            return 0
        self.log.pop()
        self.used -= cost
        excess = self.used + cost - self.limit
        for time, units in self.log:
            excess -= units
            if excess <= 0:
                return time + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.period:
                return Level(max(0, self.limit - used), self.log[-1][0] + self.period - now)
            used -= units
        return Level(self.limit, 0)
