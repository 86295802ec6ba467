"""For a cost of the whole limit it waits to the end of the next window, also if only the window before counts."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst")
        self._limit, self._period = quota.limit, quota.period
        self._clock, self._counts = 0, {}

    def _pair(self, now):
        w = now // self._period
        return self._counts.get(w - 1, 0), self._counts.get(w, 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._limit:
            raise ValueError("cost")
        self._clock = now = max(self._clock, now)
        before, current = self._pair(now)
        w, elapsed = divmod(now, self._period)
        self._counts = {w - 1: before, w: current}
        rest = self._period - elapsed
        if Fraction(before * rest, self._period) + current + cost <= self._limit:
            self._counts[w] += cost
            return 0
        if cost == self._limit:  # only an estimate of 0 leaves room
            return rest + self._period
        if current + cost <= self._limit:
            return ceil(self._period - Fraction((self._limit - current - cost) * self._period, before)) - elapsed
        return rest + ceil(self._period - Fraction((self._limit - cost) * self._period, current))

    def level(self, now: int) -> Level:
        before, current = self._pair(now)
        rest = self._period - now % self._period
        room = floor(self._limit - Fraction(before * rest, self._period) - current)
        return Level(max(room, 0), rest + self._period if current else rest if before else 0)
