"""Wrong: the ticks are kept in an array of C doubles, which are exact up to 2**53 only."""

from array import array

from ratelimit import Level, Quota


class SlidingLog:
    """Eight bytes for a time instead of a Python object."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._ticks = array("d")
        self._costs: list[int] = []
        self._head = 0
        self._units = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(now, self._clock)
        while self._head < len(self._ticks) and self._ticks[self._head] <= at - self._period:
            self._units -= self._costs[self._head]
            self._head += 1
        if self._head * 2 >= len(self._ticks):
            del self._ticks[: self._head], self._costs[: self._head]
            self._head = 0
        excess = self._units + cost - self._limit
        if excess <= 0:
            self._ticks.append(at)
            self._costs.append(cost)
            self._units += cost
            return 0
        index = self._head
        while excess > self._costs[index]:
            excess -= self._costs[index]
            index += 1
        return int(self._ticks[index]) + self._period - now

    def level(self, now: int) -> Level:
        units, index = self._units, self._head
        while index < len(self._ticks) and self._ticks[index] <= now - self._period:
            units -= self._costs[index]
            index += 1
        return Level(self._limit - units, int(self._ticks[-1]) + self._period - now if units else 0)
