"""Rounds the emission interval up to whole ticks, so the rate never reaches the limit.

Breaks: law 9 (no drift)
Level: exact
Shows: 3/10: take(0, 3) take(10, 3)
Expected: 0; yours: 2
Shipped: not known
"""

from math import ceil

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.interval = ceil(quota.period / quota.limit)
        self.tolerance = quota.burst * self.interval
        self.tat = None

    def _base(self, now):
        return now if self.tat is None else max(self.tat, now)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        tat = self._base(now) + cost * self.interval
        if tat - now > self.tolerance:
            return tat - now - self.tolerance
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = self._base(now) - now
        return Level(max(0, (self.tolerance - ahead) // self.interval), ahead)
