"""A take below the clock sets the time of the last leak back, and the same ticks leak twice.

Source: (b) golang/go #56287 (alternating before and after `last` makes new tokens)
Witness: 1/1: take(1) take(0) take(1, 1) -> 0, right: 1
"""

import math
from fractions import Fraction

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._rate = Fraction(quota.limit, quota.period)
        self._size = quota.burst
        self._water = Fraction()
        self._when = 0

    def _water_at(self, now: int) -> Fraction:
        return max(Fraction(), self._water - self._rate * max(0, now - self._when))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._size:
            raise ValueError(f"{cost} never fits into {self._size}")
        self._water, self._when = self._water_at(now), now
        too_much = self._water + cost - self._size
        if too_much <= 0:
            self._water += cost
            return 0
        return math.ceil(too_much / self._rate)

    def level(self, now: int) -> Level:
        water = self._water_at(now)
        return Level(math.floor(self._size - water), math.ceil(water / self._rate))

    def delay(self, now: int) -> int:
        return self.level(now).reset_after
