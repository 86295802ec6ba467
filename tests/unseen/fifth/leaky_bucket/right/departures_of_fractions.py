"""The state is one Fraction, the time at which the last drop will have leaked; what is early is measured from there."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.spacing = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.dry = Fraction(0)

    def _queue(self, now: int) -> Fraction:
        """How long a message that came now would wait in line."""
        return max(self.dry - now, Fraction(0))

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.burst + 1):
            raise ValueError(f"cost {cost} is not in 1..{self.burst}")
        queue = self._queue(now)
        excess = queue - (self.burst - cost) * self.spacing
        if excess > 0:
            return ceil(excess)
        self.dry = now + queue + cost * self.spacing
        return 0

    def delay(self, now: int) -> int:
        return ceil(self._queue(now))

    def level(self, now: int) -> Level:
        return Level(max(0, self.burst - ceil(self._queue(now) / self.spacing)), self.delay(now))
