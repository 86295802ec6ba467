"""Insists that times never decrease, and raises when they do.

Breaks: law 6 (a valid cost never raises)
Level: clock
Shows: 1/10: take(10) take(9)
Expected: 0 or a wait, no error; yours: AssertionError
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
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be in 1..{self.limit}")
        assert now >= self.clock, "time must not go back"
        self.clock = now
        while self.log and self.log[0][0] + self.period <= now:
            self.used -= self.log.popleft()[1]
        excess = self.used + cost - self.limit
        if excess <= 0:
            self.log.append((now, cost))
            self.used += cost
            return 0
        for time, units in self.log:
            excess -= units
            if excess <= 0:
                return time + self.period - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        used = self.used
        for time, units in self.log:
            if time + self.period > now:
                break
            used -= units
        return Level(self.limit - used, self.log[-1][0] + self.period - now if used else 0)
