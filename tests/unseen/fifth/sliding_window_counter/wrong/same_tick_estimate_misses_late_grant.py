"""Wrong: the weight of all counts is kept for calls at one tick, and a late take is granted without adding to it."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = -1
        self._window = 0
        self._before = 0
        self._current = 0
        self._weight = 0  # the estimate at the clock, times the period

    def _counts(self, window: int) -> tuple[int, int]:
        if window <= self._window:
            return self._before, self._current
        return (self._current, 0) if window == self._window + 1 else (0, 0)

    def _advance(self, now: int) -> None:
        window, elapsed = divmod(now, self._period)
        self._before, self._current = self._counts(window)
        self._window, self._clock = window, now
        self._weight = self._before * (self._period - elapsed) + self._current * self._period

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._limit:
            raise ValueError("cost out of range")
        if now > self._clock:
            self._advance(now)
        if self._weight + cost * self._period > self._limit * self._period:
            return self._wait(cost) - now
        self._current += cost
        if now == self._clock:
            self._weight += cost * self._period
        return 0

    def _wait(self, cost: int) -> int:
        edge = (self._window + 1) * self._period
        room = self._limit - self._current - cost
        if room >= 0:
            return edge - room * self._period // self._before
        return edge + self._period - (self._limit - cost) * self._period // self._current

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        before, current = self._counts(now // self._period)
        left = self._period - now % self._period
        remaining = self._limit - current - -(-before * left // self._period)
        return Level(remaining, left + self._period if current else left if before else 0)
