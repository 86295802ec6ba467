"""Reads now = 0 as "no time was given" and looks at the wall clock instead.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 1/10: take(0) take(10)
Expected: 0; yours: 10
Shipped: not known
"""

import time

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.debt, self.last = 0, 0

    def _debt_at(self, now):
        return max(0, self.debt - self.quota.limit * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        now = now or time.time_ns()
        self.debt, self.last = self._debt_at(now), max(self.last, now)
        excess = self.debt + (cost - quota.burst) * quota.period
        if excess > 0:
            return -(-excess // quota.limit)
        self.debt += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        debt = self._debt_at(now)
        return Level(self.quota.burst - -(-debt // self.quota.period), -(-debt // self.quota.limit))
