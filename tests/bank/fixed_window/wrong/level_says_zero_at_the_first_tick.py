"""Says in level that all is there again in 0 ticks, when it is asked at the first tick of a used window.

Breaks: law 7 (reset_after is the wait until all of the limit would be granted)
Level: level
Shows: 3/10: take(10, 2) level(10)
Expected: level(10) answers Level(1, 10); yours: Level(1, 0)
Shipped: not known
"""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("windows have no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._begin = 0
        self._spent = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be at least 1")
        if cost > self._limit:
            raise ValueError("cost must be at most the limit")
        begin = now - now % self._period
        if self._begin < begin:
            self._begin = begin
            self._spent = 0
        if self._limit - self._spent >= cost:
            self._spent += cost
            return 0
        return self._begin + self._period - now

    def level(self, now: int) -> Level:
        spent = self._spent if now < self._begin + self._period else 0
        to_next_boundary = -now % self._period
        return Level(self._limit - spent, to_next_boundary if spent else 0)
