"""Grants only when the TAT is not ahead at all, as a strict pacer would, and knows no burst.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 2/10: take(0) take(0)
Expected: 0; yours: 5
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def _early(self, now):
        return max(0, self.tat - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost must be between 1 and {self.quota.burst}")
        early = self._early(now)
        if early:
            return -(-early // self.quota.limit)
        self.tat = now * self.quota.limit + cost * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        early = self._early(now)
        return Level(0 if early else self.quota.burst, -(-early // self.quota.limit))
