"""Accepts a negative cost, which moves the TAT back and gives a second burst.

Breaks: law 4 (never is an error)
Level: cost
Shows: 1/10: take(0) take(0, -1) take(0)
Expected: 10; yours: 0
Shipped: limits 5.8.0 refills the quota and aiolimiter up to 1.2.1 gave a second burst
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not cost or cost > quota.burst:
            raise ValueError(f"cost {cost} is zero or above {quota.burst}")
        tat = max(self.tat, now * quota.limit) + cost * quota.period
        over = tat - now * quota.limit - quota.burst * quota.period
        if over > 0:
            return -(-over // quota.limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
