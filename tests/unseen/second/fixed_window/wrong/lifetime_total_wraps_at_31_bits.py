"""Wrong: counts by a lifetime total less its value at the start of the window, and the total wraps at 2**31.

Source: (c) a port with an int32 total
Witness: 2000000000/10: take(0, 2000000000) take(10, 2000000000) level(10) -> Level(2147483648, 10), right: Level(0, 10)
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.quota = quota
        self.window = 0
        self.total = 0
        self.mark = 0

    def _used(self, window: int) -> int:
        return self.total - self.mark if window <= self.window else 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 0 < cost <= quota.limit:
            raise ValueError("cost must be from 1 to the limit")
        window, tick = divmod(now, quota.period)
        if window > self.window:
            self.window, self.mark = window, self.total
        if self._used(window) + cost > quota.limit:
            return quota.period - tick
        self.total = (self.total + cost) % 0x8000_0000
        return 0

    def level(self, now: int) -> Level:
        quota = self.quota
        window, tick = divmod(now, quota.period)
        used = self._used(window)
        return Level(quota.limit - used, quota.period - tick if used else 0)
