"""Wrong: entries have sequence numbers; the offset of the list is set, not added to, so the second compaction loses it."""

from ratelimit import Level, Quota

COMPACT_AT = 64


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a log has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._log: list[tuple[int, int]] = []
        self._offset = 0  # the sequence number of self._log[0]
        self._first = 0  # the sequence number of the oldest entry that counts
        self._units = 0

    def _end(self) -> int:
        return self._offset + len(self._log)

    def _entry(self, number: int) -> tuple[int, int]:
        return self._log[number - self._offset]

    def _purge(self, at: int) -> None:
        while self._first < self._end() and self._entry(self._first)[0] <= at - self._period:
            self._units -= self._entry(self._first)[1]
            self._first += 1
        dead = self._first - self._offset
        if dead >= COMPACT_AT and 2 * dead >= len(self._log) or dead == len(self._log):
            del self._log[:dead]
            if not self._log:
                self._first = self._offset = 0
            else:
                self._offset = dead

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(now, self._clock)
        self._purge(at)
        excess = self._units + cost - self._limit
        if excess <= 0:
            self._log.append((at, cost))
            self._units += cost
            return 0
        number = self._first
        while (excess := excess - self._entry(number)[1]) > 0:
            number += 1
        return self._entry(number)[0] + self._period - now

    def level(self, now: int) -> Level:
        number, units = self._first, self._units
        while number < self._end() and self._entry(number)[0] <= now - self._period:
            units -= self._entry(number)[1]
            number += 1
        if number == self._end():
            return Level(self._limit, 0)
        return Level(self._limit - units, self._log[-1][0] + self._period - now)
