"""Wrong: the water is a Fraction whose denominator is limited to a million.

Source: (c) fractions, with a guard against large denominators
Witness: 1/2251798 burst 2: take(0, 2) take(1) -> 2251798, right: 2251797
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.rate = Fraction(quota.limit, quota.period)
        self.water = Fraction(0)
        self.last = 0

    def _at(self, now: int) -> Fraction:
        return max(Fraction(0), self.water - self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.burst:
            raise ValueError("cost must be from 1 to burst")
        self.water = self._at(now).limit_denominator(1_000_000)
        self.last = max(self.last, now)
        if self.water + cost <= self.burst:
            self.water += cost
            return 0
        return ceil((self.water + cost - self.burst) / self.rate)

    def level(self, now: int) -> Level:
        return Level(floor(self.burst - self._at(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._at(now) / self.rate)
