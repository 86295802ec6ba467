"""Caches level for ever, by time and TAT, so the meter grows with every moment that is asked about.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: after level at a million different times the meter holds a million answers
Expected: a handful of numbers; yours: one more answer for every new time
Shipped: not known
"""

from functools import cache

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0
        self._level = cache(self._level_of)

    def _level_of(self, tat, now):
        ahead = max(0, tat - now * self.quota.limit)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        tat = max(self.tat, now * quota.limit) + cost * quota.period
        over = tat - now * quota.limit - quota.burst * quota.period
        if over > 0:
            return -(-over // quota.limit)
        self.tat = tat
        return 0

    def level(self, now: int) -> Level:
        return self._level(self.tat, now)
