"""Refuses everything after a refusal until its wait is over, smaller requests that would fit included.

Breaks: law 2 (a refusal is free)
Level: refusal
Shows: 2/10: take(0) take(0, 2) take(0)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.token, self.burst = quota.limit, quota.period, quota.burst
        self.full = self.stock = quota.burst * quota.period
        self.clock = self.blocked_until = 0

    def _at(self, now):
        return min(self.full, self.stock + max(0, now - self.clock) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        if now < self.blocked_until:
            return self.blocked_until - now
        self.stock, self.clock = self._at(now), max(self.clock, now)
        missing = cost * self.token - self.stock
        if missing > 0:
            wait = -(-missing // self.rate)
            self.blocked_until = now + wait
            return wait
        self.stock = -missing
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.token, -((stock - self.full) // self.rate))
