"""Counts in seconds as floats, and loses a unit of a burst that arrives in one instant.

Breaks: law 9 (no drift)
Level: exact
Shows: 7/1000000000: take(10000000000, 5) take(10000000000, 2)
Expected: 0; yours: 1
Shipped: throttled-py 3.5.0, GCRA: bursts in one instant lose one unit (65 of 420 random configurations)
"""

from math import ceil, floor

from ratelimit import Level, Quota

SECOND = 1_000_000_000


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.burst = quota.burst
        self.interval = quota.period / quota.limit / SECOND
        self.tat = 0.0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        seconds = now / SECOND
        tat = max(self.tat, seconds) + cost * self.interval
        over = tat - seconds - self.burst * self.interval
        if over > 0:
            return ceil(over * SECOND)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0.0, self.tat - now / SECOND)
        return Level(max(0, floor(self.burst - ahead / self.interval)), ceil(ahead * SECOND))
