"""Wrong: level() takes the rest of the window by math.fmod, which rounds a large `now` to a float.

Source: (c) a port from C, in one method only
Witness: 1/2: take(26562500000000000) level(26562500000000001) -> Level(0, 2), right: Level(0, 1)
"""

import math

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.index = 0
        self.used = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}")
        index = now // self.period
        if index > self.index:
            self.index = index
            self.used = 0
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = self.used if now // self.period <= self.index else 0
        if used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.period - int(math.fmod(now, self.period)))
