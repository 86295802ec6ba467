"""Right: a deque of [tick, units], one entry for each tick with grants, and a running total."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    """At most `quota.limit` units in the last `quota.period` ticks, at any time."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst of its own")
        self._limit = quota.limit
        self._period = quota.period
        self._log: deque[list[int]] = deque()
        self._units = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError(f"cost {cost} is not in 1..{self._limit}")
        at = self._clock = max(self._clock, now)
        log = self._log
        while log and log[0][0] <= at - self._period:
            self._units -= log.popleft()[1]
        missing = self._units + cost - self._limit
        if missing > 0:
            for tick, units in log:
                missing -= units
                if missing <= 0:
                    return tick + self._period - now
        if log and log[-1][0] == at:
            log[-1][1] += cost
        else:
            log.append([at, cost])
        self._units += cost
        return 0

    def level(self, now: int) -> Level:
        units = self._units
        for tick, count in self._log:
            if tick > now - self._period:
                return Level(self._limit - units, self._log[-1][0] + self._period - now)
            units -= count
        return Level(self._limit, 0)
