"""If there is room in this window but for the old share, the wait is still the whole rest of the window.

Source: (b) symfony/symfony #40289 (retry-after is the end of the current window).
Witness: 2/5: take(0, 2) take(5) -> 5, right: 3
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst of its own")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._window = 0
        self._current = 0
        self._before = 0

    def _counts(self, window):
        if window == self._window:
            return self._before, self._current
        if window == self._window + 1:
            return self._current, 0
        return 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._limit, self._period
        if not 1 <= cost <= limit:
            raise ValueError(f"cost must be from 1 to {limit}, got {cost}")
        if now < self._clock:
            now = self._clock
        self._clock = now
        window, elapsed = divmod(now, period)
        self._before, self._current = self._counts(window)
        self._window = window
        before, current = self._before, self._current
        left = period - elapsed
        room = limit - current - cost
        if before * left <= room * period:
            self._current = current + cost
            return 0
        if room >= 0:
            return left
        return left + period - (limit - cost) * period // current

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self._period)
        before, current = self._counts(window)
        left = self._period - elapsed
        remaining = (self._limit - current) - -(-before * left // self._period)
        if current:
            reset = left + self._period
        elif before:
            reset = left
        else:
            reset = 0
        return Level(max(remaining, 0), reset)
