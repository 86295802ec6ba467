"""The window number is kept in 32 bits, so windows that are 2**32 apart are the same one.

Source: (c) a port from C with uint32_t.
Witness: 3/1: take(5, 3) take(4294967301) -> 1, right: 0
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.clock = self.id = self.used = 0

    def _id(self, now: int) -> int:
        return now // self.period & 0xFFFFFFFF

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost")
        self.clock = max(self.clock, now)
        window = self._id(self.clock)
        if window != self.id:
            self.id, self.used = window, 0
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        if self._id(now) != self.id or not self.used:
            return Level(self.limit, 0)
        return Level(self.limit - self.used, self.period - now % self.period)
