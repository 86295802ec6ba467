"""Adds at most one token a call, however long the rest before it was.

Breaks: law 0 (the formula decides)
Level: refill
Shows: 2/10: take(0) take(0) take(10) take(10)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate, self.token = quota.limit, quota.period
        self.burst = quota.burst
        self.held = self.burst * self.token
        self.since = 0

    def _held_at(self, now):
        drip = max(0, now - self.since) * self.rate
        return min(self.held + min(drip, self.token), self.burst * self.token)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be in 1..{self.burst}")
        self.held = self._held_at(now)
        self.since = max(self.since, now)
        short = cost * self.token - self.held
        if short > 0:
            return -(-short // self.rate)
        self.held -= cost * self.token
        return 0

    def level(self, now: int) -> Level:
        held = self._held_at(now)
        return Level(held // self.token, -((held - self.burst * self.token) // self.rate))
