"""Moves the time of the last refill to now on a refusal, without storing what had been refilled.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 1/10: take(0) take(5) take(10)
Expected: 0; yours: 5
Shipped: django-ratelimit #48: every increment pushed the expiry back: a second too early meant another whole hour
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = self.stock = quota.burst * quota.period
        self.last = 0

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        stock = self._stock(now)
        self.last = max(self.last, now)
        need = cost * quota.period
        if stock < need:
            return (need - stock + quota.limit - 1) // quota.limit
        self.stock = stock - need
        return 0

    def level(self, now: int) -> Level:
        stock = self._stock(now)
        return Level(stock // self.quota.period, (self.full - stock + self.quota.limit - 1) // self.quota.limit)

    def _stock(self, now):
        return min(self.full, self.stock + max(0, now - self.last) * self.quota.limit)
