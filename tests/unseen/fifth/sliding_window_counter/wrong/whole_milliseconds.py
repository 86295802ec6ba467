"""Wrong: if the period is a whole number of 10**6 ticks, all is counted in these, and the ticks between are lost."""

from ratelimit import Level, Quota

MILLISECOND = 1_000_000


class SlidingWindowCounter:
    """Works in milliseconds where the period allows it, which keeps the products small."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._unit = 1 if quota.period % MILLISECOND else MILLISECOND
        self._limit = quota.limit
        self._period = quota.period // self._unit
        self._clock = 0
        self._window = 0
        self._before = 0
        self._current = 0

    def _counts(self, window: int) -> tuple[int, int]:
        if window == self._window:
            return self._before, self._current
        return (self._current, 0) if window == self._window + 1 else (0, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(self._clock, now // self._unit)
        window, elapsed = divmod(at, self._period)
        self._before, self._current = self._counts(window)
        self._window = window
        left = self._period - elapsed
        room = self._limit - self._current - cost
        if self._before * left <= room * self._period:
            self._current += cost
            return 0
        if room >= 0:
            ready = at + left - room * self._period // self._before
        else:
            ready = at + left + self._period - (self._limit - cost) * self._period // self._current
        return ready * self._unit - now

    def level(self, now: int) -> Level:
        at = max(now // self._unit, self._clock)
        before, current = self._counts(at // self._period)
        edge = at - at % self._period + self._period
        remaining = self._limit - current - -(-before * (edge - at) // self._period)
        if current:
            edge += self._period
        return Level(remaining, edge * self._unit - now if before or current else 0)
