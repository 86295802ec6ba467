"""Wrong: the clock is a uint64_t, as in the C original, and wraps for times from 2**64 on."""

import ctypes

from ratelimit import Level, Quota


class _Clock(ctypes.Structure):
    _fields_ = [("last", ctypes.c_uint64)]


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.unit = quota.period
        self.burst = quota.burst
        self.excess = 0
        self.clock = _Clock()

    def _excess(self, now: int) -> int:
        last = self.clock.last
        if now <= last:
            return self.excess
        return max(0, self.excess - (now - last) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("EINVAL")
        self.excess = self._excess(now)
        if now > self.clock.last:
            self.clock.last = now
        over = self.excess + (cost - self.burst) * self.unit
        if over > 0:
            return (over + self.rate - 1) // self.rate
        self.excess += cost * self.unit
        return 0

    def delay(self, now: int) -> int:
        return (self._excess(now) + self.rate - 1) // self.rate

    def level(self, now: int) -> Level:
        free = self.burst * self.unit - self._excess(now)
        return Level(free // self.unit, self.delay(now))
