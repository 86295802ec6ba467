"""Checks the whole cost but moves the TAT by a single interval.

Breaks: law 1 (all or nothing)
Level: cost
Shows: 2/10: take(0, 2) take(0)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if cost < 1 or cost > quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        start = max(self.tat, now * quota.limit)
        over = start + (cost - quota.burst) * quota.period - now * quota.limit
        if over <= 0:
            self.tat = start + quota.period
            return 0
        return (over + quota.limit - 1) // quota.limit

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
