"""Wrong: the wait multiplies the ticks in which one unit leaves, which were rounded down before; it is too long then."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
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
        self._clock = at = max(self._clock, now)
        window, elapsed = divmod(at, self._period)
        self._before, self._current = self._counts(window)
        self._window = window
        left = self._period - elapsed
        room = self._limit - self._current - cost
        if self._before * left <= room * self._period:
            self._current += cost
            return 0
        if room >= 0:
            ticks_per_unit = self._period // self._before
            return at + left - room * ticks_per_unit - now
        ticks_per_unit = self._period // self._current
        return at + left + self._period - (self._limit - cost) * ticks_per_unit - now

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        before, current = self._counts(now // self._period)
        left = self._period - now % self._period
        remaining = self._limit - current - -(-before * left // self._period)
        return Level(remaining, left + self._period if current else left if before else 0)
