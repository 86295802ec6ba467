"""Keeps the state in the class and by quota, so two buckets of the same quota are one.

Breaks: law 0 (full when new)
Level: burst
Shows: two buckets of the quota 1/10: take(0) on the first, then take(0) on the second
Expected: 0; yours: 10
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    _states = {}

    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = quota.burst * quota.period
        self._states.setdefault(quota, (self.full, 0))

    def _at(self, now):
        stock, clock = self._states[self.quota]
        return min(self.full, stock + max(0, now - clock) * self.quota.limit), max(clock, now)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        stock, clock = self._at(now)
        need = cost * self.quota.period
        self._states[self.quota] = (stock - need if stock >= need else stock, clock)
        return 0 if stock >= need else -((stock - need) // self.quota.limit)

    def level(self, now: int) -> Level:
        stock, _ = self._at(now)
        return Level(stock // self.quota.period, -((stock - self.full) // self.quota.limit))
