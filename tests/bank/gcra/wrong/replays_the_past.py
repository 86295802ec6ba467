"""Keeps all grants and works the TAT out of them anew at every call.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: after a million grants the meter holds a list of a million pairs, and every call walks through it
Expected: a handful of numbers, and calls as quick as the first; yours: slower with every grant
Shipped: not known
"""

from functools import reduce

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.grants = []

    def _tat(self):
        limit, period = self.quota.limit, self.quota.period
        return reduce(lambda tat, grant: max(tat, grant[0] * limit) + grant[1] * period, self.grants, 0)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        ahead = max(0, self._tat() - now * quota.limit)
        over = ahead + (cost - quota.burst) * quota.period
        if over > 0:
            return -(-over // quota.limit)
        self.grants.append((now, cost))
        return 0

    def level(self, now: int) -> Level:
        ahead = max(0, self._tat() - now * self.quota.limit)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
