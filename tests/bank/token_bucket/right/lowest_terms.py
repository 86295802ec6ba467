"""The rate in lowest terms: limit and period divided by their greatest common divisor, then whole numbers."""

from dataclasses import dataclass, field
from math import gcd

from ratelimit import Level, Quota


@dataclass(slots=True)
class TokenBucket:
    quota: Quota
    per_tick: int = field(init=False)
    per_token: int = field(init=False)
    stock: int = field(init=False)
    clock: int = field(init=False, default=0)

    def __post_init__(self):
        common = gcd(self.quota.limit, self.quota.period)
        self.per_tick = self.quota.limit // common
        self.per_token = self.quota.period // common
        self.stock = self.capacity

    @property
    def capacity(self):
        return self.quota.burst * self.per_token

    def _advanced(self, now):
        return min(self.stock + (max(now, self.clock) - self.clock) * self.per_tick, self.capacity)

    def _wait(self, missing):
        return (missing + self.per_tick - 1) // self.per_tick

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} must be within 1..{self.quota.burst}")
        self.stock, self.clock = self._advanced(now), max(now, self.clock)
        price = cost * self.per_token
        if price > self.stock:
            return self._wait(price - self.stock)
        self.stock -= price
        return 0

    def level(self, now: int) -> Level:
        stock = self._advanced(now)
        return Level(stock // self.per_token, self._wait(self.capacity - stock))
