"""An OrderedDict from tick to the units granted at it, so that grants of one tick share an entry."""

from collections import OrderedDict
from itertools import accumulate, takewhile

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.limit - quota.burst:
            raise ValueError("a sliding log has no burst")
        self.limit, self.period = quota.limit, quota.period
        self.at: OrderedDict[int, int] = OrderedDict()
        self.count = 0
        self.clock = 0

    def _old(self, now: int) -> list[int]:
        return list(takewhile(lambda tick: tick + self.period <= now, self.at))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost must be positive")
        if cost > self.limit:
            raise ValueError("cost must not be above the limit")
        self.clock = max(now, self.clock)
        for tick in self._old(self.clock):
            self.count -= self.at.pop(tick)
        over = self.count + cost - self.limit
        if over <= 0:
            self.at[self.clock] = self.at.get(self.clock, 0) + cost
            self.count += cost
            return 0
        freed = zip(self.at, accumulate(self.at.values()), strict=True)
        return next(tick for tick, units in freed if units >= over) + self.period - now

    def level(self, now: int) -> Level:
        newest = next(reversed(self.at), None)
        if newest is None or newest + self.period <= now:
            return Level(self.limit, 0)
        count = self.count - sum(self.at[tick] for tick in self._old(now))
        return Level(self.limit - count, newest + self.period - now)
