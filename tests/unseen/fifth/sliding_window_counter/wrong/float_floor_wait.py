"""Wrong: the wait rounds a true division, which is a float; takes and levels are exact, waits above 2**53 aren't."""

from math import ceil, floor

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
        if self._before * (self._period - elapsed) <= (self._limit - self._current - cost) * self._period:
            self._current += cost
            return 0
        return max(1, at - elapsed + self._ready_after(cost) - now)

    def _ready_after(self, cost: int) -> int:
        """Ticks from the start of this window."""
        room = self._limit - self._current - cost
        if room >= 0:
            return self._period - floor(room * self._period / self._before)
        return self._period + ceil(self._period - (self._limit - cost) * self._period / self._current)

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        before, current = self._counts(now // self._period)
        left = self._period - now % self._period
        remaining = self._limit - current - -(-before * left // self._period)
        return Level(remaining, left + self._period if current else left if before else 0)
