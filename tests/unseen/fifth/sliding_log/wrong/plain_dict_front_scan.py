"""Wrong: the oldest key of a plain dict is found by next(iter(...)), which scans all the holes of those that left."""

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._log: dict[int, int] = {}  # tick -> units; dicts keep their order
        self._units = 0

    def _purge(self, at: int) -> None:
        while self._log:
            oldest = next(iter(self._log))
            if oldest > at - self._period:
                return
            self._units -= self._log.pop(oldest)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        at = self._clock = max(now, self._clock)
        self._purge(at)
        excess = self._units + cost - self._limit
        if excess > 0:
            for tick, units in self._log.items():
                excess -= units
                if excess <= 0:
                    return tick + self._period - now
        self._log[at] = self._log.get(at, 0) + cost
        self._units += cost
        return 0

    def level(self, now: int) -> Level:
        units = self._units
        for tick, count in self._log.items():
            if tick > now - self._period:
                return Level(self._limit - units, next(reversed(self._log)) + self._period - now)
            units -= count
        return Level(self._limit, 0)
