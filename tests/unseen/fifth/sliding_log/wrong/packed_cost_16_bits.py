"""Wrong: an entry is one int, tick << 16 plus cost, so a cost above 65535 spills into the tick."""

from collections import deque

from ratelimit import Level, Quota

COST_BITS = 16
COST_MASK = (1 << COST_BITS) - 1


class SlidingLog:
    """One int per grant instead of a tuple of two."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._log: deque[int] = deque()
        self._units = 0
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(now, self._clock)
        log = self._log
        while log and log[0] >> COST_BITS <= at - self._period:
            self._units -= log.popleft() & COST_MASK
        excess = self._units + cost - self._limit
        if excess <= 0:
            log.append((at << COST_BITS) + cost)
            self._units += cost
            return 0
        for entry in log:
            excess -= entry & COST_MASK
            if excess <= 0:
                break
        return (entry >> COST_BITS) + self._period - now

    def level(self, now: int) -> Level:
        units = self._units
        for entry in self._log:
            if entry >> COST_BITS > now - self._period:
                return Level(self._limit - units, (self._log[-1] >> COST_BITS) + self._period - now)
            units -= entry & COST_MASK
        return Level(self._limit, 0)
