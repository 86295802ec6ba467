"""To keep the fraction small its denominator is limited to a million after each take.

Source: (c) Fraction.limit_denominator against growth that doesn't happen
Witness: 1/3906061 burst 3: take(0) take(1, 1) delay(1) -> 7812122, right: 7812121
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
        self._water, self._when = self._water_at(now), max(now, self._when)
        too_much = self._water + cost - self._size
        if too_much <= 0:
            self._water = (self._water + cost).limit_denominator(1_000_000)
            return 0
        return math.ceil(too_much / self._rate)

    def level(self, now: int) -> Level:
        water = self._water_at(now)
        return Level(math.floor(self._size - water), math.ceil(water / self._rate))

    def delay(self, now: int) -> int:
        return self.level(now).reset_after
