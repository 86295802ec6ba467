"""Wrong: decides exactly, but the wait is put together from parts that were rounded up one by one; shows when two of them have part of a tick, one tick too long."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = Fraction(quota.period, quota.limit)
        self.tat = Fraction(0)

    def _ahead(self, now: int) -> Fraction:
        return max(self.tat - now, Fraction(0))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost out of range: {cost}")
        ahead = self._ahead(now)
        longest = (self.burst - cost) * self.interval  # that TAT may be ahead before this take
        if ahead > longest:
            return ceil(ahead) - floor(longest)
        self.tat = now + ahead + cost * self.interval
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
