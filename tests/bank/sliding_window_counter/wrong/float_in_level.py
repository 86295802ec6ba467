"""Divides in floats in `level`, and nowhere else.

Breaks: law 7 (`level` is exact)
Level: level
Shows: 2/9007199254740992: take(0) level(18014398509481983)
Expected: Level(remaining=1, reset_after=1); yours: Level(remaining=2, reset_after=1)
Shipped: not known
"""

import math

from ratelimit import Level, Quota


class SlidingWindowCounter:
    """At most `quota.limit` units by estimate: those of this window, and of the last one the share still in view."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        self.limit = quota.limit
        self.period = quota.period
        self.clock = 0
        self.window = 0
        self.current = 0
        self.before = 0

    def _counts(self, now):
        window = now // self.period
        if window == self.window:
            return self.before, self.current
        if window == self.window + 1:
            return self.current, 0
        return 0, 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.limit:
            raise ValueError("cost")
        now = self.clock = max(now, self.clock)
        before, current = self._counts(now)
        elapsed = now % self.period
        if before * (self.period - elapsed) + (current + cost) * self.period <= self.limit * self.period:
            self.window = now // self.period
            self.before = before
            self.current = current + cost
            return 0
        room = self.limit - cost - current
        if room >= 0:
            # before * (period - e) / period <= room
            return self.period - room * self.period // before - elapsed
        # next window: current becomes before
        room = self.limit - cost
        return self.period - elapsed + self.period - room * self.period // current

    def level(self, now: int) -> Level:
        before, current = self._counts(now)
        elapsed = now % self.period
        estimate = before * (self.period - elapsed) / self.period + current
        remaining = max(0, int(self.limit - estimate))
        if current:
            reset = 2 * self.period - elapsed
        elif before:
            reset = self.period - elapsed
        else:
            reset = 0
        return Level(remaining, reset)
