"""Entries are under their tick, and a second grant at one tick overwrites the first: its units are never given back.

Source: (b) peterkhayes/rolling-rate-limiter #11 (two requests with one timestamp are one member of the sorted set).
Witness: 3/10: take(1, 2) take(1) take(11, 2) -> 10, right: 0
"""

from collections import OrderedDict

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.log: OrderedDict[int, int] = OrderedDict()
        self.used = self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        while self.log:
            oldest = next(iter(self.log))
            if oldest > self.clock - self.period:
                break
            self.used -= self.log.pop(oldest)
        need = self.used + cost - self.limit
        if need > 0:
            tick = self.clock
            for tick, units in self.log.items():
                need -= units
                if need <= 0:
                    break
            return tick + self.period - now
        self.log[self.clock] = cost
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        left = self.limit - self.used
        for tick, units in self.log.items():
            if tick > now - self.period:
                return Level(left, next(reversed(self.log)) + self.period - now)
            left += units
        return Level(self.limit, 0)
