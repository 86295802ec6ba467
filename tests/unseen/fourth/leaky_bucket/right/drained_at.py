"""A leaky bucket that stores the moment at which it will have drained, as a fraction."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.interval = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.drained_at = Fraction(0)
        self.clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError("never fits")
        self.clock = max(self.clock, now)
        queue = self._queue(now)
        over = queue + (cost - self.burst) * self.interval
        if over > 0:
            return ceil(over)
        self.drained_at = self.clock + queue + cost * self.interval
        return 0

    def _queue(self, now: int) -> Fraction:
        return max(Fraction(0), self.drained_at - max(now, self.clock))

    def level(self, now: int) -> Level:
        queue = self._queue(now)
        return Level(floor(self.burst - queue / self.interval), ceil(queue))

    def delay(self, now: int) -> int:
        return ceil(self._queue(now))
