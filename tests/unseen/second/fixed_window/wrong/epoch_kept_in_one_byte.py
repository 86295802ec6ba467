"""Wrong: the window's index is kept in one byte, so exactly 256 windows later the old count is still there.

Source: (c) a packed C struct: uint8_t epoch
Witness: 1/1: take(0) take(256) -> 1, right: 0
"""

from ratelimit import Level, Quota


class FixedWindow:
    __slots__ = ("_epoch", "_latest", "_quota", "_used")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self._quota = quota
        self._epoch = 0
        self._latest = 0
        self._used = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._quota.limit, self._quota.period
        if cost < 1 or cost > limit:
            raise ValueError("cost")
        self._latest = max(self._latest, now)
        epoch = self._latest // period & 0xFF
        if epoch != self._epoch:
            self._epoch, self._used = epoch, 0
        if self._used > limit - cost:
            return period - now % period
        self._used += cost
        return 0

    def level(self, now: int) -> Level:
        limit, period = self._quota.limit, self._quota.period
        if max(now, self._latest) // period & 0xFF != self._epoch or not self._used:
            return Level(limit, 0)
        return Level(limit - self._used, period - now % period)
