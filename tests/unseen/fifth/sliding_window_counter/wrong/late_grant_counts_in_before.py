"""Wrong: a late take must fit at the clock, but is then counted in the window before if that is its own."""

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
        if not 1 <= cost <= self._limit:
            raise ValueError("cost out of range")
        self._clock = at = max(self._clock, now)
        window, elapsed = divmod(at, self._period)
        self._before, self._current = self._counts(window)
        self._window = window
        left = self._period - elapsed
        room = self._limit - self._current - cost
        if self._before * left <= room * self._period:
            if now // self._period == window - 1 and self._before + cost <= self._limit:
                self._before += cost
            else:
                self._current += cost
            return 0
        if room >= 0:
            return at + left - room * self._period // self._before - now
        return at + left + self._period - (self._limit - cost) * self._period // self._current - now

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        before, current = self._counts(now // self._period)
        left = self._period - now % self._period
        remaining = self._limit - current - -(-before * left // self._period)
        return Level(remaining, left + self._period if current else left if before else 0)
