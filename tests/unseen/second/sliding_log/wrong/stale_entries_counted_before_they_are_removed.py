"""(b) apache/shenyu issue 6754: the decision is taken before the entries that have left are removed.

Witness: 5/1: take(0, 5) take(1) -> 1, right: 0
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log = deque()
        self.used = 0
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost out of range")
        now = self.clock = max(now, self.clock)
        excess = self.used + cost - self.limit
        while self.log and self.log[0][0] <= now - self.period:
            self.used -= self.log.popleft()[1]
        if excess <= 0:
            self.log.append((now, cost))
            self.used += cost
            return 0
        then = now
        for then, units in self.log:
            excess -= units
            if excess <= 0:
                break
        return then + self.period - now

    def level(self, now: int) -> Level:
        used = self.used
        for then, units in self.log:
            if then > now - self.period:
                break
            used -= units
        return Level(self.limit - used, max(0, self.log[-1][0] + self.period - now) if used else 0)
