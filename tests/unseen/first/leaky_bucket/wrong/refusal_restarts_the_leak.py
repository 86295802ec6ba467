"""A refused take moves the time of the last leak, but doesn't book what has leaked until then.

Source: (b) svix/diom #115 (last_refill was updated on every call); infinigence/octollm #33
Witness: 1/2: take(0, 1) take(1, 1) take(1, 1) -> 2, right: 1
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
        water, self._when = self._water_at(now), max(now, self._when)
        too_much = water + cost - self._size
        if too_much <= 0:
            self._water = water + cost
            return 0
        return math.ceil(too_much / self._rate)

    def level(self, now: int) -> Level:
        water = self._water_at(now)
        return Level(math.floor(self._size - water), math.ceil(water / self._rate))

    def delay(self, now: int) -> int:
        return self.level(now).reset_after
