"""Wrong: only a burst above the limit is refused; a quota with a burst below its limit makes a meter."""

from ratelimit import Level, Quota


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst > quota.limit:
            raise ValueError("a window cannot hold more than its limit")
        self._limit, self._period = quota.limit, quota.period
        self._edge = quota.period
        self._left = quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        if now >= self._edge:
            self._edge = (now // self._period + 1) * self._period
            self._left = self._limit
        if cost > self._left:
            return self._edge - now
        self._left -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self._edge or self._left == self._limit:
            return Level(self._limit, 0)
        return Level(self._left, self._edge - now)
