"""Wrong: a take below the clock is put into the clock's window, but with the ticks that had elapsed in its own."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._window = 0
        self._before = 0
        self._current = 0

    def _roll(self, window: int) -> None:
        if window > self._window:
            self._before = self._current if window == self._window + 1 else 0
            self._current = 0
            self._window = window

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        window, elapsed = divmod(now, self._period)
        self._roll(window)
        left = self._period - elapsed
        room = self._limit - self._current - cost
        if self._before * left <= room * self._period:
            self._current += cost
            return 0
        edge = (self._window + 1) * self._period
        if room >= 0:
            return edge - room * self._period // self._before - now
        return edge + self._period - (self._limit - cost) * self._period // self._current - now

    def level(self, now: int) -> Level:
        window, elapsed = divmod(now, self._period)
        before, current = self._before, self._current
        if window > self._window:
            before, current = (current if window == self._window + 1 else 0), 0
        left = self._period - elapsed
        remaining = self._limit - current - -(-before * left // self._period)
        return Level(max(0, remaining), left + self._period if current else left if before else 0)
