"""Answers how long one more unit would have to wait, whatever the cost.

Breaks: law 3 (the wait is exact)
Level: cost
Shows: 2/10: take(0, 2) take(0, 2)
Expected: 10; yours: 5
Shipped: upstash-ratelimit 1.2.0, token bucket: a denied cost of 5 at one token per 10 s was told 10 s instead of 50 s
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.tat = 0

    def _over(self, now, cost):
        start = max(self.tat, now * self.quota.limit)
        return start - now * self.quota.limit + (cost - self.quota.burst) * self.quota.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        if self._over(now, cost) > 0:
            return max(1, -(-self._over(now, 1) // self.quota.limit))
        self.tat = max(self.tat, now * self.quota.limit) + cost * self.quota.period
        return 0

    def level(self, now: int) -> Level:
        ahead = self._over(now, self.quota.burst)
        return Level(max(0, self.quota.burst - -(-ahead // self.quota.period)), -(-ahead // self.quota.limit))
