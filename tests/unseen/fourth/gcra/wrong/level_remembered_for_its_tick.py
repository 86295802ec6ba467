"""The last level is remembered with its time and given again for the same time, also after a take in between."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.T = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.TAT = Fraction(0)
        self._asked = None, None

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost}")
        x = max(self.TAT, now) + cost * self.T
        early = x - now - self.burst * self.T
        if early > 0:
            return ceil(early)
        self.TAT = x
        return 0

    def level(self, now: int) -> Level:
        if self._asked[0] != now:
            ahead = max(self.TAT, now) - now
            self._asked = now, Level(max(0, floor((self.burst * self.T - ahead) / self.T)), ceil(ahead))
        return self._asked[1]
