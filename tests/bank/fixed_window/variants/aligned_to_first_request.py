"""Variant of wrong/aligned_to_first_request: keeps the end of the running window and the units left until then."""

from ratelimit import Level, Quota


class FixedWindow:
    __slots__ = ("_ends", "_left", "_size", "_span")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst here")
        self._size, self._span = quota.limit, quota.period
        self._ends, self._left = 0, quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._size:
            raise ValueError(cost)
        if now >= self._ends:
            self._ends = now + self._span
            self._left = self._size
        if cost > self._left:
            return self._ends - now
        self._left -= cost
        return 0

    def level(self, now: int) -> Level:
        if now >= self._ends or self._left == self._size:
            return Level(self._size, 0)
        return Level(self._left, self._ends - now)
