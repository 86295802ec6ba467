"""Wrong: TAT is lazily set to the first time that is seen, even if that was only asked about by `level`."""

from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self._tat = None

    @cached_property
    def interval(self) -> Fraction:
        return Fraction(self.quota.period, self.quota.limit)

    def tat(self, now: int) -> Fraction:
        if self._tat is None:
            self._tat = Fraction(now)
        return max(self._tat, Fraction(now))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError("cost")
        x = self.tat(now) + cost * self.interval
        wait = ceil(x - now - self.quota.burst * self.interval)
        if wait > 0:
            return wait
        self._tat = x
        return 0

    def level(self, now: int) -> Level:
        ahead = self.tat(now) - now
        return Level(max(0, floor(self.quota.burst - ahead / self.interval)), ceil(ahead))
