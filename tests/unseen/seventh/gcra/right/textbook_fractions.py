"""Right: the brief's four numbers by name, as Fractions, with cached properties for those that never change."""

from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.TAT = Fraction(0)

    @cached_property
    def T(self) -> Fraction:
        """The emission interval."""
        return Fraction(self.quota.period, self.quota.limit)

    @cached_property
    def tolerance(self) -> Fraction:
        """How far TAT may be ahead of now."""
        return self.quota.burst * self.T

    def ahead(self, now: int) -> Fraction:
        return max(self.TAT, Fraction(now)) - now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("a cost is at least 1")
        if cost > self.quota.burst:
            raise ValueError(f"a cost is at most the burst, {self.quota.burst}")
        x = now + self.ahead(now) + cost * self.T
        if x - now <= self.tolerance:
            self.TAT = x
            return 0
        return ceil(x - now - self.tolerance)

    def level(self, now: int) -> Level:
        ahead = self.ahead(now)
        remaining = floor((self.tolerance - ahead) / self.T)
        return Level(max(0, remaining), ceil(ahead))
