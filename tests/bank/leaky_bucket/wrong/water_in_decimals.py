"""Keeps the water in a Decimal of 28 digits, which has no third of a unit.

Breaks: law 9 (no drift)
Level: exact
Same as: decimal_time_per_unit
Shows: 1/14: take(0) delay(5)
Expected: 9; yours: 10
Shipped: not known
"""

from decimal import Decimal
from math import ceil

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.water = Decimal(0)
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        now = max(now, self.last)
        self.water, self.last = self._water_at(now), now
        if self.water + cost <= self.quota.burst:
            self.water += cost
            return 0
        return self._ticks_to_leak(self.water + cost - self.quota.burst)

    def level(self, now: int) -> Level:
        water = self._water_at(max(now, self.last))
        return Level(int(self.quota.burst - water), self._ticks_to_leak(water))

    def delay(self, now: int) -> int:
        return self._ticks_to_leak(self._water_at(max(now, self.last)))

    def _water_at(self, now: int) -> Decimal:
        leaked = Decimal(now - self.last) * self.quota.limit / self.quota.period
        return max(Decimal(0), self.water - leaked)

    def _ticks_to_leak(self, water: Decimal) -> int:
        return ceil(water * self.quota.period / self.quota.limit)
