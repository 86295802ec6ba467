"""Wrong: after every 4096 grants the state is compacted to a whole number of ticks, so a part of one gets lost."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota

COMPACT = 4096


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self._gap = Fraction(quota.period, quota.limit)
        self._burst = quota.burst
        self._free_at = Fraction(0)
        self._ops = 0

    def _line(self, now: int) -> Fraction:
        return max(Fraction(0), self._free_at - now)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError("cost out of range")
        late = self._line(now) - (self._burst - cost) * self._gap
        if late > 0:
            return ceil(late)
        self._free_at = now + self._line(now) + cost * self._gap
        self._ops += 1
        if self._ops == COMPACT:
            # Keep the numerator and the denominator short.
            self._free_at = Fraction(ceil(self._free_at))
            self._ops = 0
        return 0

    def delay(self, now: int) -> int:
        return ceil(self._line(now))

    def level(self, now: int) -> Level:
        return Level(max(0, self._burst - ceil(self._line(now) / self._gap)), self.delay(now))
