"""Refills period by period in a loop, so a call after a long rest takes as long as the rest had periods.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: one take after a year of idling with a period of a microsecond goes round the loop 3 * 10^13 times
Expected: 0 at once; yours: 0 after days
Shipped: not known
"""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.full = self.stock = quota.burst * quota.period
        self.clock = 0

    def _at(self, now):
        stock, clock = self.stock, self.clock
        while now - clock >= self.quota.period:
            clock += self.quota.period
            stock = min(self.full, stock + self.quota.limit * self.quota.period)
        return min(self.full, stock + max(0, now - clock) * self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.stock, self.clock = self._at(now), max(self.clock, now)
        rest = self.stock - cost * self.quota.period
        if rest < 0:
            return -(rest // self.quota.limit)
        self.stock = rest
        return 0

    def level(self, now: int) -> Level:
        stock = self._at(now)
        return Level(stock // self.quota.period, -((stock - self.full) // self.quota.limit))
