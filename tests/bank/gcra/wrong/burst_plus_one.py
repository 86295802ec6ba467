"""Leaves a request's last unit out when it compares with the tolerance, and so holds burst + 1 units.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 1/10: take(0) take(0)
Expected: 10; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period, burst = self.quota.limit, self.quota.period, self.quota.burst
        if not 1 <= cost <= burst:
            raise ValueError(f"cost {cost} is not between 1 and {burst}")
        start = max(self.tat, now * limit)
        over = start + (cost - 1) * period - now * limit - burst * period
        if over > 0:
            return -(-over // limit)
        self.tat = start + cost * period
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self.tat - now * self.quota.limit)
        return Level(max(0, self.quota.burst + 1 - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
