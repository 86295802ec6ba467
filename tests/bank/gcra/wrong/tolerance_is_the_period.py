"""Tolerates one period whatever the burst.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 2/10 burst 1: take(0) take(0)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tolerance = quota.limit * quota.period  # in ticks times the limit
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        tat = max(self.tat, now * quota.limit) + cost * quota.period
        over = tat - now * quota.limit - self.tolerance
        if over > 0:
            return -(-over // quota.limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, (self.tolerance - ahead) // self.quota.period), -(-ahead // self.quota.limit))
