"""Wrong: a late take is added to the newest entry, which is older than the clock if a refusal has moved it since."""

from collections import deque

from ratelimit import Level, Quota


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._entries: deque[list[int]] = deque()
        self._units = 0
        self._clock = 0

    def _write(self, now: int, cost: int) -> None:
        self._units += cost
        if self._entries and now <= self._entries[-1][0]:
            self._entries[-1][1] += cost  # keeps the log in order
        elif self._entries and now < self._clock:
            self._entries[-1][1] += cost
        else:
            self._entries.append([max(now, self._clock), cost])

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = max(self._clock, now)
        while self._entries and self._entries[0][0] <= self._clock - self._period:
            self._units -= self._entries.popleft()[1]
        short = self._units + cost - self._limit
        if short <= 0:
            self._write(now, cost)
            return 0
        for tick, units in self._entries:
            short -= units
            if short <= 0:
                break
        return tick + self._period - now

    def level(self, now: int) -> Level:
        units = self._units
        for tick, count in self._entries:
            if tick > now - self._period:
                return Level(self._limit - units, self._entries[-1][0] + self._period - now)
            units -= count
        return Level(self._limit, 0)
