"""The wait looks at as many entries as units are missing, as if each entry were one unit: right only for costs of 1.

Source: (b) alisaifee/limits #112 (moving window with varying costs).
Witness: 4/10: take(0, 2) take(4, 2) take(9, 2) -> 5, right: 1
"""

from collections import deque
from itertools import islice

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[int, int]] = deque()
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.log and self.log[0][0] <= self.clock - self.period:
            self.used -= self.log.popleft()[1]
        need = self.used + cost - self.limit
        if need > 0:
            tick = self.clock
            for tick, _ in islice(self.log, need):
                pass
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
