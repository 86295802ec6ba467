"""Finds `remaining` by trying one cost after the other, so `level` takes the longer the greater the burst is.

Breaks: law 8 (Cheap)
Level: cheap
Shows: 1/10 burst 1000000: level(0)
Expected: as much work as with a burst of 1; yours: a million turns of a loop
Shipped: not known
"""

from fractions import Fraction
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.interval = Fraction(quota.period, quota.limit)
        self.burst = quota.burst
        self.tat = Fraction(0)

    def _early_by(self, now: int, cost: int) -> Fraction:
        """How much too early `cost` units are at `now`; 0 or less if they may pass."""
        return max(self.tat, now) + (cost - self.burst) * self.interval - now

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"no cost: {cost}")
        early_by = self._early_by(now, cost)
        if early_by > 0:
            return ceil(early_by)
        self.tat = max(self.tat, now) + cost * self.interval
        return 0

    def level(self, now: int) -> Level:
        remaining = 0
        while remaining < self.burst and self._early_by(now, remaining + 1) <= 0:
            remaining += 1
        return Level(remaining, ceil(self._early_by(now, self.burst)))
