"""Right: every comparison is multiplied by the period, so that all is done in whole numbers."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    """At most `quota.limit` units by estimate: all of this window, and the part of the last one that still counts."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst of its own")
        self._limit = quota.limit
        self._period = quota.period
        self._clock = 0
        self._window = 0
        self._before = 0
        self._current = 0

    def _at(self, tick: int) -> tuple[int, int, int]:
        """Units before, units current and the ticks elapsed at a tick that is not below the clock."""
        window, elapsed = divmod(tick, self._period)
        if window == self._window:
            return self._before, self._current, elapsed
        if window == self._window + 1:
            return self._current, 0, elapsed
        return 0, 0, elapsed

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError(f"cost must be in 1..{self._limit}, not {cost}")
        self._clock = max(self._clock, now)
        before, current, elapsed = self._at(self._clock)
        self._window, self._before, self._current = self._clock // self._period, before, current
        room = self._limit - current - cost
        if before * (self._period - elapsed) <= room * self._period:
            self._current += cost
            return 0
        start = self._clock - elapsed
        if room >= 0:
            return start + self._period - room * self._period // before - now
        return start + 2 * self._period - (self._limit - cost) * self._period // current - now

    def level(self, now: int) -> Level:
        before, current, elapsed = self._at(max(now, self._clock))
        left = self._period - elapsed
        remaining = self._limit - current + -before * left // self._period
        reset = left + self._period if current else left if before else 0
        return Level(remaining, reset)
