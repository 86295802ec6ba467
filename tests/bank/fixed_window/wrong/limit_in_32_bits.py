"""Keeps the limit as an unsigned 32-bit number, so that a limit of 2^32 is 0 and one of 2^32 + 5 is 5.

Breaks: law 0 (the formula decides)
Level: exact
Shows: 4294967296/8: take(0)
Expected: 0; yours: ValueError
Shipped: ipt-ratelimit (issue 13): a limit of 4294967296 resets the rule to 0
"""

from ctypes import c_uint32

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = c_uint32(quota.limit).value
        self.period = quota.period
        self.window = self.used = 0

    def _used(self, window: int) -> int:
        return self.used if window <= self.window else 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost must be between 1 and {self.limit}")
        window = max(self.window, now // self.period)
        used = self._used(window)
        if used + cost > self.limit:
            return (window + 1) * self.period - now
        self.window, self.used = window, used + cost
        return 0

    def level(self, now: int) -> Level:
        window = max(self.window, now // self.period)
        used = self._used(window)
        return Level(self.limit - used, (window + 1) * self.period - now if used else 0)
