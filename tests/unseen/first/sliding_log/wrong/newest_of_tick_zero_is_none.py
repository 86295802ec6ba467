"""The tick of the newest grant is 0 until there is one, so level takes a log whose only grants were at tick 0 for empty.

Source: (c) sentinel values, Go's zero value.
Witness: 3/10: take(0, 3) level(4) -> Level(3, 0), right: Level(0, 6)
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = 0
        self.newest = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]
        need = self.used + cost - self.limit
        if need > 0:
            for tick, units in self.log:
                need -= units
                if need <= 0:
                    break
            return tick + self.period - now
        self.log.append((self.clock, cost))
        self.used += cost
        self.newest = self.clock
        return 0

    def level(self, now: int) -> Level:
        if not self.newest or self.newest <= now - self.period:
            return Level(self.limit, 0)
        left = self.limit - self.used
        for tick, units in self.log:
            if tick > now - self.period:
                return Level(left, self.log[-1][0] + self.period - now)
            left += units
        return Level(self.limit, 0)
