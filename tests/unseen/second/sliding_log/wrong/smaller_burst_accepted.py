"""(a) Only a burst above the limit is refused when the log is made; a smaller one is silently ignored.

Witness: SlidingLog(Quota(5, 10, 3)) -> a log, right: ValueError (law 5)
"""

from collections import OrderedDict

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst > quota.limit:
            raise ValueError(quota)
        self._limit, self._period = quota.limit, quota.period
        self._units_at: OrderedDict[int, int] = OrderedDict()
        self._used = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or self._limit < cost:
            raise ValueError(cost)
        now = self._clock = max(now, self._clock)
        start = now - self._period
        while self._units_at and next(iter(self._units_at)) <= start:
            self._used -= self._units_at.popitem(last=False)[1]
        if self._used + cost <= self._limit:
            self._units_at[now] = self._units_at.get(now, 0) + cost
            self._used += cost
            return 0
        used = self._used
        for tick, units in self._units_at.items():
            used -= units
            if used + cost <= self._limit:
                return tick - start
        raise AssertionError("an empty log has room for any valid cost")

    def level(self, now: int) -> Level:
        used, start = self._used, now - self._period
        for tick, units in self._units_at.items():
            if tick > start:
                return Level(self._limit - used, next(reversed(self._units_at)) - start)
            used -= units
        return Level(self._limit, 0)
