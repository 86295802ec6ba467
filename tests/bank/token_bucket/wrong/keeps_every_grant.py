"""Writes every grant into a list for later statistics that nobody ever clears.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: after a million grants the meter holds a list of a million pairs
Expected: a handful of numbers; yours: one more pair at every grant
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.debt, self.last = 0, 0
        self.grants = []

    def _debt_at(self, now):
        return max(0, self.debt - self.quota.limit * max(0, now - self.last))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        self.debt, self.last = self._debt_at(now), max(self.last, now)
        excess = self.debt + (cost - quota.burst) * quota.period
        if excess > 0:
            return -(-excess // quota.limit)
        self.debt += cost * quota.period
        self.grants.append((now, cost))
        return 0

    def level(self, now: int) -> Level:
        debt = self._debt_at(now)
        return Level(self.quota.burst - -(-debt // self.quota.period), -(-debt // self.quota.limit))
