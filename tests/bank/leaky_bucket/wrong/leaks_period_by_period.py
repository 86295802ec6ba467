"""Leaks period by period in a loop, even when it is empty, so a call takes as long as the rest before it.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: one take after a year of idling with a period of a microsecond goes round the loop 3 * 10^13 times
Expected: 0 at once; yours: 0 after days
Shipped: not known
"""

from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water, self.last = Fraction(0), 0

    def _water(self, now):
        water, last = self.water, self.last
        while last + self.quota.period <= now:
            water = max(Fraction(0), water - self.quota.limit)
            last += self.quota.period
        return max(Fraction(0), water - Fraction(max(0, now - last) * self.quota.limit, self.quota.period))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.water, self.last = self._water(now), max(self.last, now)
        overflow = self.water + cost - quota.burst
        if overflow > 0:
            return ceil(overflow * quota.period / quota.limit)
        self.water += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(floor(self.quota.burst - self._water(now)), self.delay(now))

    def delay(self, now: int) -> int:
        return ceil(self._water(now) * self.quota.period / self.quota.limit)
