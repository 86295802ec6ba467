"""The empty log is a default argument, so all meters write to the same one.

Source: (c) Python's mutable defaults.
Witness:
    a, b = SlidingLog(Quota(3, 10)), SlidingLog(Quota(3, 10))
    a.take(4); b.take(6, 2); b.take(7, 2) -> 7, right: 9
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota, log: deque[tuple[int, int]] = deque()) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log = log
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used = max(0, self.used - self.log.popleft()[1])
        need = self.used + cost - self.limit
        if need > 0:
            tick = self.clock
            for tick, units in self.log:
                need -= units
                if need <= 0:
                    break
            return tick + self.period - now
        self.log.append((self.clock, cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        left = self.limit - self.used
        for tick, units in self.log:
            if tick > now - self.period:
                return Level(left, self.log[-1][0] + self.period - now)
            left += units
        return Level(self.limit, 0)
