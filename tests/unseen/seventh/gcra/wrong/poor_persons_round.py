"""Wrong: as rush's Lua script, times are rounded to the nearest whole tick by adding a half before they are stored; shows after takes with a T that is not whole."""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


def poor_persons_round(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = Fraction(quota.period, quota.limit)
        self.tolerance = quota.burst * self.interval
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be 1..{self.burst}: {cost}")
        tat = max(now, self.tat) + cost * self.interval
        allow_at = tat - self.tolerance
        if allow_at > now:
            return ceil(allow_at - now)
        self.tat = poor_persons_round(tat)
        return 0

    def level(self, now: int) -> Level:
        ahead = max(now, self.tat) - now
        return Level(max(0, floor((self.tolerance - ahead) / self.interval)), ahead)
