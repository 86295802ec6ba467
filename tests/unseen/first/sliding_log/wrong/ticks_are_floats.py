"""An entry keeps its tick as a float, and so loses the last bits of ticks above 2**53.

Source: (c) a port from JavaScript; Redis scores are doubles.
Witness: 1/10: take(9007199254740993) level(9007199254740993) -> Level(0, 9), right: Level(0, 10)
"""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: deque[tuple[float, int]] = deque()
        self.used = self.clock = 0

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
            return int(tick) + self.period - now
        self.log.append((float(self.clock), cost))
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        left = self.limit - self.used
        for tick, units in self.log:
            if tick > now - self.period:
                return Level(left, int(self.log[-1][0]) + self.period - now)
            left += units
        return Level(self.limit, 0)
