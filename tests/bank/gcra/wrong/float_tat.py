"""Computes the interval and the TAT in floats, whose rounding refuses what fits exactly.

Breaks: law 9 (no drift)
Level: exact
Shows: 10/1 burst 3: take(0) take(0) take(0)
Expected: 0; yours: 1
Shipped: throttled-py #175: rounding denied the first request of a fresh key on many freshly booted machines
"""

from math import ceil, floor

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = quota.period / quota.limit
        self.tolerance = quota.burst * quota.period / quota.limit
        self.tat = 0.0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        tat = max(self.tat, now) + cost * self.interval
        if tat - now <= self.tolerance:
            self.tat = tat
            return 0
        return ceil(tat - now - self.tolerance)

    def level(self, now: int) -> Level:
        ahead = max(self.tat - now, 0.0)
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead))
