"""Wrong: a refusal looks at the 128 oldest entries at most and else tells the time of the newest, which is too long."""

from collections import deque
from itertools import islice

from ratelimit import Level, Quota

LOOKAHEAD = 128


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._log: deque[tuple[int, int]] = deque()
        self._units = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError("cost out of range")
        self._clock = max(self._clock, now)
        while self._log and self._log[0][0] <= self._clock - self._period:
            self._units -= self._log.popleft()[1]
        excess = self._units + cost - self._limit
        if excess <= 0:
            self._log.append((self._clock, cost))
            self._units += cost
            return 0
        return self._leaves(excess) - now

    def _leaves(self, excess: int) -> int:
        """When so many of the oldest units have left."""
        for tick, units in islice(self._log, LOOKAHEAD):
            excess -= units
            if excess <= 0:
                return tick + self._period
        return self._log[-1][0] + self._period  # then everything has

    def level(self, now: int) -> Level:
        units = self._units
        for tick, count in self._log:
            if tick > now - self._period:
                return Level(self._limit - units, self._log[-1][0] + self._period - now)
            units -= count
        return Level(self._limit, 0)
