"""Wrong: keeps the window's number as a signed 32-bit int, as a C struct did; from window 2**31 on it is negative, never later than the last, and the count is never reset."""

from ctypes import Structure, c_int32

from ratelimit import Level, Quota


class Slot(Structure):
    _fields_ = [("window", c_int32)]


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.slot = Slot(0)
        self.used = 0

    def _number(self, now: int) -> int:
        return c_int32(now // self.period & 0xFFFFFFFF).value

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        number = self._number(now)
        if number > self.slot.window:
            self.slot.window = number
            self.used = 0
        if self.used + cost > self.limit:
            return self.period - now % self.period
        self.used += cost
        return 0

    def level(self, now: int) -> Level:
        used = 0 if self._number(now) > self.slot.window else self.used
        return Level(self.limit - used, self.period - now % self.period if used else 0)
