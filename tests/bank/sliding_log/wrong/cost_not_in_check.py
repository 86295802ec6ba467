"""Asks whether there is any room, not whether the cost fits, before it logs the cost.

Breaks: law 0 (no window ever holds more than the limit)
Level: cost
Shows: 3/10: take(0, 2) take(0, 2)
Expected: 10; yours: 0
Shipped: flask-limiter issue 448: with deduct_when the check ignored the cost and over-limit requests passed
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.quota = quota
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.limit:
            raise ValueError(f"cost must be in 1..{self.quota.limit}")
        self.clock = now = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.quota.period:
            self.used -= self.log.popleft()[1]
        if self.used < self.quota.limit:
            self.log.append((now, cost))
            self.used += cost
            return 0
        excess = self.used + cost - self.quota.limit
        for time, units in self.log:
            excess -= units
            if excess <= 0:
                return time + self.quota.period - now
        return self.log[-1][0] + self.quota.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time > now - self.quota.period:
                return Level(max(0, self.quota.limit - used), self.log[-1][0] + self.quota.period - now)
            used -= units
        return Level(self.quota.limit, 0)
