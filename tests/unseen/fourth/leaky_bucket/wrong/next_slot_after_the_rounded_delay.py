"""The next slot is reckoned from the rounded delay that the caller was told, so each message in line pushes it back a part of a tick."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.interval = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.free_at = Fraction(0)
        self.clock = 0

    def _queue(self, now: int) -> Fraction:
        return max(Fraction(0), self.free_at - max(now, self.clock))

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("never fits")
        self.clock = max(self.clock, now)
        over = self._queue(now) + (cost - self.burst) * self.interval
        if over > 0:
            return ceil(over)
        goes_ahead = self.clock + self.delay(now)
        self.free_at = goes_ahead + cost * self.interval
        return 0

    def level(self, now: int) -> Level:
        queue = self._queue(now)
        return Level(max(0, floor(self.burst - queue / self.interval)), ceil(queue))

    def delay(self, now: int) -> int:
        return ceil(self._queue(now))
