"""Right: Fractions throughout, each formula as it stands in the brief; the wait is solved for elapsed and rounded up with ceil."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError(f"a window has no burst, got {quota}")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.current = 0
        self.before = 0

    def _counts(self, now: int) -> tuple[int, int]:
        """Units in the window before that of `now`, and in that of `now`."""
        match now // self.period - self.clock // self.period:
            case 0:
                return self.before, self.current
            case 1:
                return self.current, 0
            case _:
                return 0, 0

    def _first_elapsed(self, before: int, room: int) -> int:
        """The first tick of a window at which `before` counts for no more than `room`; room >= 0."""
        if before <= room:
            return 0
        return ceil(self.period * (1 - Fraction(room, before)))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError(f"cost must be from 1 to {self.limit}, got {cost}")
        now = max(now, self.clock)
        self.before, self.current = self._counts(now)
        self.clock = now
        elapsed = now % self.period
        estimate = self.before * Fraction(self.period - elapsed, self.period) + self.current
        if estimate + cost <= self.limit:
            self.current += cost
            return 0
        room = self.limit - self.current - cost
        if room >= 0:
            return self._first_elapsed(self.before, room) - elapsed
        return self.period + self._first_elapsed(self.current, self.limit - cost) - elapsed

    def level(self, now: int) -> Level:
        if now < self.clock:
            now = self.clock
        before, current = self._counts(now)
        elapsed = now % self.period
        estimate = before * (1 - Fraction(elapsed, self.period)) + current
        windows = 2 if current else 1 if before else 0
        return Level(floor(self.limit - estimate), windows * self.period - elapsed if windows else 0)
