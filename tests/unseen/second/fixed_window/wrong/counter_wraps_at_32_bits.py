"""Wrong: the count is kept in 32 bits, so a window with a limit above 2**32 - 1 forgets what was granted.

Source: (c) a struct with an unsigned 32-bit count, as in PHP's pack('N')
Witness: 999999999999999995/1: take(0, 815988871923881479) take(0, 361615404089468760) -> 0, right: 1
"""

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
        self.used = (self.used + cost) & 0xFFFF_FFFF
        return 0

    def level(self, now: int) -> Level:
        used = self.used if now // self.period <= self.index else 0
        if used == 0:
            return Level(self.limit, 0)
        return Level(self.limit - used, self.period - now % self.period)
