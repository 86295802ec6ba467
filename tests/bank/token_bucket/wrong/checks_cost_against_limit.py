"""Compares the cost with the limit instead of the burst, so a small bucket answers what it can never grant.

Breaks: law 4 (never is an error)
Level: cost
Shows: 2/10 burst 1: take(0, 2)
Expected: ValueError; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.debt, self.last = 0, 0

    def owed(self, now):
        return max(0, self.debt - self.quota.limit * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.limit:
            raise ValueError(f"cost {cost} is not between 1 and {quota.limit}")
        self.debt, self.last = self.owed(now), max(self.last, now)
        excess = self.debt + cost * quota.period - quota.burst * quota.period
        if excess > 0:
            return (excess + quota.limit - 1) // quota.limit
        self.debt += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        owed = self.owed(now)
        missing_tokens = (owed + self.quota.period - 1) // self.quota.period
        return Level(self.quota.burst - missing_tokens, (owed + self.quota.limit - 1) // self.quota.limit)
