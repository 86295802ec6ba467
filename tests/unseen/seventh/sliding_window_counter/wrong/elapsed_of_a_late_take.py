"""Wrong: remembers the window only, not the clock; a take below an edge counts in the later window but is weighed by its own elapsed, late in the window, so too little of `before` counts."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self._limit = quota.limit
        self._period = quota.period
        self._window = 0
        self._before = 0
        self._current = 0

    def _counts(self, window: int) -> tuple[int, int]:
        if window <= self._window:
            return self._before, self._current
        if window == self._window + 1:
            return self._current, 0
        return 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost must be from 1 to the limit")
        window, elapsed = divmod(now, self._period)
        self._before, self._current = self._counts(window)
        self._window = max(window, self._window)
        left = self._period - elapsed
        room = self._limit - self._current - cost
        if self._before * left <= room * self._period:
            self._current += cost
            return 0
        if room >= 0:
            return left - room * self._period // self._before
        return left + max(0, self._period - (self._limit - cost) * self._period // self._current)

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self._period)
        before, current = self._counts(window)
        left = self._period - elapsed
        remaining = self._limit - current + -before * left // self._period
        return Level(max(0, remaining), left + self._period if current else left if before else 0)
