"""Whole units of water, and how much of the lowest one has leaked already: the remainder is carried by divmod."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.units, self.leaked, self.clock = 0, 0, 0

    def _drained(self, now):
        gone, leaked = divmod(self.leaked + max(0, now - self.clock) * self.quota.limit, self.quota.period)
        return (self.units - gone, leaked) if gone < self.units else (0, 0)

    def _ticks(self, units, leaked):
        ticks, more = divmod(units * self.quota.period - leaked, self.quota.limit)
        return ticks + bool(more)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.quota.burst:
            raise ValueError(f"{cost=} is not within 1 and {self.quota.burst}")
        self.units, self.leaked = self._drained(now)
        self.clock = max(now, self.clock)
        surplus = self.units + cost - self.quota.burst
        if surplus > 0:
            return self._ticks(surplus, self.leaked)
        self.units += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(self.quota.burst - self._drained(now)[0], self.delay(now))

    def delay(self, now: int) -> int:
        return self._ticks(*self._drained(now))
