"""Wrong: the rates are kept in a module table by limit and burst, without the period, so a later bucket leaks at an earlier one's rate.

Source: (c) class-level state: a cache with too small a key
Witness: (Python)

    a = LeakyBucket(Quota(3, 10))
    b = LeakyBucket(Quota(3, 100))
    assert b.take(0) == 0
    assert b.delay(0) == 34
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


_RATES: dict[tuple[int, int], Fraction] = {}


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.rate = _RATES.setdefault((quota.limit, quota.burst), Fraction(quota.limit, quota.period))
        self.water = Fraction(0)
        self.last = 0

    def _at(self, now: int) -> Fraction:
        return max(Fraction(0), self.water - self.rate * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.burst:
            raise ValueError("cost must be from 1 to burst")
        self.water = self._at(now)
        self.last = max(self.last, now)
        if self.water + cost <= self.burst:
            self.water += cost
            return 0
        return ceil((self.water + cost - self.burst) / self.rate)

    def level(self, now: int) -> Level:
        return Level(floor(self.burst - self._at(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._at(now) / self.rate)
