"""Looks whether there is one token, then takes the whole cost and goes into debt.

Breaks: law 0 (the formula decides)
Level: cost
Shows: 2/10: take(0) take(0, 2)
Expected: 5; yours: 0
Shipped: flask-limiter #448: with deduct_when the check ignored the cost, so requests over the limit passed
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.stock = self.brim
        self.clock = 0

    def _at(self, now):
        return min(self.brim, self.stock + max(0, now - self.clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.stock = self._at(now)
        self.clock = max(self.clock, now)
        if self.stock >= self.quota.period:
            self.stock -= cost * self.quota.period
            return 0
        return -((self.stock - cost * self.quota.period) // self.quota.limit)

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(max(0, stock // self.quota.period), -((stock - self.brim) // self.quota.limit))
