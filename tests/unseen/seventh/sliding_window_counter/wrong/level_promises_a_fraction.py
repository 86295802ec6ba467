"""Wrong: take is exact, but level subtracts the old part rounded down, so when it isn't whole `remaining` is one more than would be granted."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.before = 0
        self.current = 0

    def _shift(self, now: int) -> tuple[int, int]:
        passed = now // self.period - self.clock // self.period
        return ((self.before, self.current), (self.current, 0), (0, 0))[min(passed, 2)]

    def _faded(self, units: int, room: int) -> int:
        return ceil(Fraction(max(0, units - room) * self.period, units))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.limit:
            raise ValueError("cost must be from 1 to the limit")
        now = max(self.clock, now)
        self.before, self.current = self._shift(now)
        self.clock = now
        elapsed = now % self.period
        old = Fraction(self.before * (self.period - elapsed), self.period)
        room = self.limit - self.current - cost
        if old <= room:
            self.current += cost
            return 0
        if room >= 0:
            return self._faded(self.before, room) - elapsed
        return self.period - elapsed + self._faded(self.current, self.limit - cost)

    def level(self, now: int) -> Level:
        now = max(self.clock, now)
        before, current = self._shift(now)
        left = self.period - now % self.period
        old = before * left // self.period
        return Level(self.limit - current - old, left + self.period if current else left if before else 0)
