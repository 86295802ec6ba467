"""Wrong: `level` is cached by `now`, and a take does not clear the cache; shows in two levels at one tick with a take in between."""

from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.T = Fraction(quota.period, quota.limit)
        self.TAT = Fraction(0)
        self._level_at = lru_cache(maxsize=16)(self._compute_level)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost: {cost}")
        x = max(self.TAT, Fraction(now)) + cost * self.T
        late_enough = x - self.quota.burst * self.T
        if late_enough > now:
            return ceil(late_enough - now)
        self.TAT = x
        return 0

    def _compute_level(self, now: int) -> Level:
        ahead = max(self.TAT - now, Fraction(0))
        return Level(max(0, floor(self.quota.burst - ahead / self.T)), ceil(ahead))

    def level(self, now: int) -> Level:
        return self._level_at(now)
