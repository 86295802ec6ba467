"""Stores now plus the cost's intervals, whatever was ahead already, so a burst is worth its last request only.

Breaks: law 0 (the formula decides)
Level: burst
Shows: 2/10: take(0) take(0) take(0)
Expected: 5; yours: 0
Shipped: not known
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period = quota.limit, quota.period
        self.burst, self.tat = quota.burst, 0

    def _ahead(self, now):
        return max(0, self.tat - now * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.burst}")
        over = self._ahead(now) + (cost - self.burst) * self.period
        if over > 0:
            return -(-over // self.limit)
        self.tat = now * self.limit + cost * self.period
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        return Level(max(0, self.burst - -(-ahead // self.period)), -(-ahead // self.limit))
