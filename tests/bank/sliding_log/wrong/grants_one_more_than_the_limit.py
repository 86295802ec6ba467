"""Looks whether the log is over the limit before it adds the request, so one unit too many gets in.

Breaks: law 1 (those that count, and cost, make at most limit together)
Level: limit
Shows: 3/10: take(0) take(0) take(0) take(0)
Expected: take(0) answers 10; yours: 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, burst = quota.limit, quota.period, quota.burst
        if burst != self.limit:
            raise ValueError(f"burst {burst} != limit {self.limit}")
        self.entries: deque[list[int]] = deque()
        self.inside = 0
        self.high = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self.limit < cost:
            raise ValueError(f"cost {cost}")
        self.high = max(self.high, now)
        while self.entries and self.entries[0][0] + self.period <= self.high:
            self.inside -= self.entries.popleft()[1]
        # the request itself is the cost-th unit
        excess = self.inside + (cost - 1) - self.limit
        if excess <= 0:
            self.inside += cost
            self.entries.append([self.high, cost])
            return 0
        for at, units in self.entries:
            excess -= units
            if excess <= 0:
                return at + self.period - self.high
        raise AssertionError("unreachable")

    def level(self, now: int) -> Level:
        inside = self.inside
        for at, units in self.entries:
            if at + self.period > now:
                newest = self.entries[-1][0]
                return Level(max(0, self.limit - inside), max(0, newest + self.period - now))
            inside -= units
        return Level(self.limit, 0)
