"""Counts tokens in floats, and the rounding errors of many small refills add up.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/10: take(0) take(1) take(2) take(3) take(4) take(5) take(6) take(7) take(8) take(9) take(10)
Expected: 0; yours: 1
Shipped: not known
"""

from math import ceil, floor

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.burst, self.rate = quota.burst, quota.limit / quota.period
        self.tokens, self.last = float(quota.burst), 0

    def _refilled(self, now):
        return min(float(self.burst), self.tokens + max(0, now - self.last) * self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        self.tokens, self.last = self._refilled(now), max(self.last, now)
        if self.tokens >= cost:
            self.tokens -= cost
            return 0
        return max(1, ceil((cost - self.tokens) / self.rate))

    def level(self, now: int) -> Level:
        tokens = self._refilled(now)
        return Level(floor(tokens), ceil((self.burst - tokens) / self.rate))
