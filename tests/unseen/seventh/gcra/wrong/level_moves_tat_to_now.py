"""Wrong: a shared helper stores max(TAT, now), and `level` calls it too; shows in a take after somebody asked about the future."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.interval = Fraction(quota.period, quota.limit)
        self.tat = Fraction(0)

    def _catch_up(self, now: int) -> Fraction:
        """Let time catch up with TAT, and return how far TAT is ahead."""
        if self.tat < now:
            self.tat = Fraction(now)
        return self.tat - now

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"a cost of {cost} is never granted")
        ahead = self._catch_up(now)
        early = ahead - (self.quota.burst - cost) * self.interval
        if early > 0:
            return ceil(early)
        self.tat += cost * self.interval
        return 0

    def level(self, now: int) -> Level:
        ahead = self._catch_up(now)
        return Level(max(0, floor(self.quota.burst - ahead / self.interval)), ceil(ahead))
