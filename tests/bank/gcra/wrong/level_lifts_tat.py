"""Lifts the TAT to the time that `level` asks about, so asking about the future uses up the present.

Breaks: law 7 (level only looks)
Level: level
Shows: 1/10: level(10) take(0)
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def _ahead(self, now):
        self.tat = max(self.tat, now * self.quota.limit)
        return self.tat - now * self.quota.limit

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {quota.burst}")
        over = self._ahead(now) + (cost - quota.burst) * quota.period
        if over > 0:
            return -(-over // quota.limit)
        self.tat += cost * quota.period
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
