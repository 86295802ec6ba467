"""Negative elapsed time takes tokens away (not below none) while the stored time stays, so they are missing at the clock.

Source: (b) SandeepVashishtha/Eventra#6488, sethvargo/go-limiter#41: a clock step back drains the bucket.
Witness: 6/3: take(2) take(0) take(2) -> 1, right: 0
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.cap = quota.burst * quota.period
        self.have = self.cap
        self.last = 0

    def _at(self, now: int) -> int:
        elapsed = now - self.last
        return max(0, min(self.cap, self.have + elapsed * self.limit))

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        self.have = self._at(now)
        self.last = max(self.last, now)
        missing = cost * self.period - self.have
        if missing > 0:
            return -(-missing // self.limit)
        self.have -= cost * self.period
        return 0

    def level(self, now: int) -> Level:
        have = self._at(now)
        return Level(have // self.period, -(-(self.cap - have) // self.limit))
