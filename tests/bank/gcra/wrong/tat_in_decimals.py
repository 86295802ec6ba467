"""Keeps the TAT in a Decimal of 28 digits, which has no third of a tick.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/10: take(0, 3) take(1, 3)
Expected: 9; yours: 10
Shipped: not known
"""

from decimal import Decimal
from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.interval = Decimal(quota.period) / quota.limit
        self.tat = Decimal(0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}, got {cost}")
        ahead = self._ahead(now) + cost * self.interval
        if ahead <= self.quota.burst * self.interval:
            self.tat = now + ahead
            return 0
        return self._ticks(ahead - self.quota.burst * self.interval)

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        remaining = max(0, int((self.quota.burst * self.interval - ahead) / self.interval))
        return Level(remaining, self._ticks(ahead))

    def _ahead(self, now: int) -> Decimal:
        return max(Decimal(0), self.tat - now)

    def _ticks(self, ticks: Decimal) -> int:
        return ceil(ticks)
