"""Reads now = 0 as "no time was given" and looks at the wall clock instead.

Breaks: law 0 (the formula decides)
Level: spacing
Shows: 1/10: take(0) take(10)
Expected: 0; yours: about the time since 1970 in nanoseconds
Shipped: not known
"""

import time

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        now = now or time.time_ns()
        tat = max(self.tat, now * quota.limit) + cost * quota.period
        over = tat - now * quota.limit - quota.burst * quota.period
        if over > 0:
            return -(-over // quota.limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
