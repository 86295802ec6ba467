"""Puts `limit` tokens into the new bucket instead of `burst`.

Breaks: law 1 (The formula)
Level: burst
Shows: 2/10 burst 3: take(0) take(0) take(0)
Expected: 0; yours: 5
Shipped: not known
"""

from dataclasses import dataclass, field

from ratelimit import Level, Quota


@dataclass
class TokenBucket:
    quota: Quota
    stock: int = field(init=False)
    stamp: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.stock = self.quota.limit * self.quota.period

    def _stock_at(self, now: int) -> int:
        grown = self.stock + max(0, now - self.stamp) * self.quota.limit
        return min(grown, self.quota.burst * self.quota.period)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.quota.burst:
            raise ValueError(f"cost must be in 1..{self.quota.burst}, not {cost}")
        self.stock = self._stock_at(now)
        self.stamp = max(self.stamp, now)
        need = cost * self.quota.period
        if self.stock >= need:
            self.stock -= need
            return 0
        return -((self.stock - need) // self.quota.limit)

    def level(self, now: int) -> Level:
        stock = self._stock_at(now)
        missing = self.quota.burst * self.quota.period - stock
        return Level(stock // self.quota.period, -(-missing // self.quota.limit))
