"""Keeps no costs any more once a hundred entries are in the log, so that from then on each counts as one unit.

Breaks: law 9 (no drift)
Level: exact
Shows: 102/816: take([0] * 100) take(0, 2) take(0)
Expected: a hundred grants, 0, 816; yours: a hundred grants, 0, 0
Shipped: not known
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a sliding log has no burst of its own")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.spent = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}")
        now = self.clock = max(now, self.clock)
        while self.log and self.log[0][0] <= now - self.period:
            self.spent -= self.log.popleft()[1]
        if self.spent + cost <= self.limit:
            units = cost if len(self.log) < 100 else 1
            self.log.append((now, units))
            self.spent += units
            return 0
        need = self.spent + cost - self.limit
        for at, units in self.log:
            need -= units
            if need <= 0:
                return at + self.period - now
        return self.period

    def level(self, now: int) -> Level:
        left = self.limit - self.spent
        for at, units in self.log:
            if at > now - self.period:
                return Level(left, self.log[-1][0] + self.period - now)
            left += units
        return Level(self.limit, 0)
