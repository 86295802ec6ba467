"""Checks for the whole cost but takes a single token.

Breaks: law 1 (all or nothing)
Level: cost
Shows: 2/10: take(0, 2) take(0)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.whole, self.rest, self.clock = quota.burst, 0, 0

    def _refilled(self, now):
        gained, rest = divmod(self.rest + max(0, now - self.clock) * self.quota.limit, self.quota.period)
        whole = self.whole + gained
        return (self.quota.burst, 0) if whole >= self.quota.burst else (whole, rest)

    def _until(self, tokens, whole, rest):
        return -((rest - (tokens - whole) * self.quota.period) // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.whole, self.rest = self._refilled(now)
        self.clock = max(self.clock, now)
        if self.whole < cost:
            return self._until(cost, self.whole, self.rest)
        self.whole -= 1
        return 0

    def level(self, now: int) -> Level:
        whole, rest = self._refilled(now)
        return Level(whole, self._until(self.quota.burst, whole, rest))
