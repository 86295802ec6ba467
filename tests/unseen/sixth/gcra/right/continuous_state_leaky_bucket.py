"""Right: the other half of ITU I.371: not virtual scheduling but the leaky bucket X with its last conformance time LCT."""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.increment = Fraction(quota.period, quota.limit)
        self.x = Fraction(0)  # how far TAT was ahead of
        self.lct = 0  # the time of the last conforming cell

    def _provisional(self, now: int) -> Fraction:
        """X' at now: it is above 0 where now is before LCT."""
        return max(Fraction(0), self.x - (now - self.lct))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost {cost} is not in 1..{self.quota.burst}")
        x = self._provisional(now) + cost * self.increment
        over = x - self.quota.burst * self.increment
        if over > 0:
            return ceil(over)
        self.x, self.lct = x, now
        return 0

    def level(self, now: int) -> Level:
        x = self._provisional(now)
        left = self.quota.burst - ceil(x / self.increment)
        return Level(left if left > 0 else 0, ceil(x))
