"""Hands the wait out as an unsigned 32-bit number, as a timer wants it, and longer waits wrap around.

Breaks: law 9 (exact arithmetic, no drift)
Level: exact
Shows: 1/8589934592: take(0) take(0)
Expected: 8589934592; yours: 0
Shipped: node-rate-limiter-flexible #231: a block of 10^9 s overflowed a 32-bit timer, and was over after 1 ms
"""

from ctypes import c_uint32

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst here")
        self.limit, self.period = quota.limit, quota.period
        self.start, self.used = 0, 0

    def _state(self, now):
        start = max(self.start, now - now % self.period)
        return start, self.used * (start == self.start)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError(f"cost {cost} is not in 1..{self.limit}")
        self.start, self.used = self._state(now)
        if self.used + cost <= self.limit:
            self.used += cost
            return 0
        return c_uint32(self.start + self.period - now).value

    def level(self, now: int) -> Level:
        start, used = self._state(now)
        return Level(self.limit - used, start + self.period - now if used else 0)
