"""Wrong: the cache of weights belongs to the class and is keyed on the elapsed ticks alone, whatever the period."""

from fractions import Fraction
from typing import ClassVar

from ratelimit import Level, Quota


class SlidingWindowCounter:
    _weights: ClassVar[dict[int, Fraction]] = {}

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window has no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.window = 0
        self.before = 0
        self.current = 0

    def counts(self, window: int) -> tuple[int, int]:
        if window == self.window:
            return self.before, self.current
        return (self.current, 0) if window == self.window + 1 else (0, 0)

    def weight(self, elapsed: int) -> Fraction:
        weight = self._weights.get(elapsed)
        if weight is None:
            if len(self._weights) >= 64:
                self._weights.clear()
            weight = self._weights[elapsed] = 1 - Fraction(elapsed, self.period)
        return weight

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.limit:
            raise ValueError("cost out of range")
        self.clock = at = max(self.clock, now)
        window, elapsed = divmod(at, self.period)
        self.before, self.current = self.counts(window)
        self.window = window
        room = self.limit - self.current - cost
        if self.before == 0 and room >= 0 or self.before and self.before * self.weight(elapsed) <= room:
            self.current += cost
            return 0
        edge = at - elapsed + self.period
        if room >= 0:
            return max(1, edge - room * self.period // self.before - now)
        return edge + self.period - (self.limit - cost) * self.period // self.current - now

    def level(self, now: int) -> Level:
        now = max(now, self.clock)
        before, current = self.counts(now // self.period)
        left = self.period - now % self.period
        remaining = self.limit - current - -(-before * left // self.period)
        return Level(remaining, left + self.period if current else left if before else 0)
