"""Computes exactly but keeps the TAT as a double, as a Lua script would, which cannot hold it to the tick.

Breaks: law 9 (no drift)
Level: exact
Shows: 1/10: take(9007199254740983) take(9007199254740984)
Expected: 9; yours: 8
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0.0  # in ticks times the limit

    def _ahead(self, now):
        return max(0, int(self.tat) - now * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        ahead = self._ahead(now) + cost * quota.period
        over = ahead - quota.burst * quota.period
        if over > 0:
            return -(-over // quota.limit)
        self.tat = float(now * quota.limit + ahead)
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
