"""Wrong: the state is exact, but the wait is math.ceil of a float division, which is off above 2**53 or near a whole tick."""

import math

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.rate = quota.limit
        self.unit = quota.period
        self.max = quota.burst
        self.stock = quota.burst * quota.period
        self.clock = 0

    def _stock(self, now: int) -> int:
        return min(self.max * self.unit, self.stock + max(0, now - self.clock) * self.rate)

    def _ticks(self, missing: int) -> int:
        return math.ceil(missing / self.rate)

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.max + 1):
            raise ValueError(f"cost must be in 1..{self.max}")
        self.stock = self._stock(now)
        self.clock = max(now, self.clock)
        missing = cost * self.unit - self.stock
        if missing > 0:
            return self._ticks(missing)
        self.stock = -missing
        return 0

    def level(self, now: int) -> Level:
        stock = self._stock(now)
        return Level(stock // self.unit, self._ticks(self.max * self.unit - stock))
