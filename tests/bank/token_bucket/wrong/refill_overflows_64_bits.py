"""Computes elapsed time times limit as a signed 64-bit number, which turns negative after a long rest.

Breaks: law 9 (no drift)
Level: exact
Shows: 1000000000/1: take(0) take(10000000000)
Expected: 0; yours: 8446744073
Shipped: bucket4j #51: after half a day without a call the refill overflowed, and the tokens went below zero
"""

from ctypes import c_int64

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = self.stock = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        refill = c_int64(max(0, now - self.clock) * self.quota.limit).value
        return min(self.full, self.stock + refill)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.stock, self.clock = self._at(now), max(self.clock, now)
        rest = self.stock - cost * self.quota.period
        if rest < 0:
            return -(rest // self.quota.limit)
        self.stock = rest
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(max(0, stock // self.quota.period), -((stock - self.full) // self.quota.limit))
