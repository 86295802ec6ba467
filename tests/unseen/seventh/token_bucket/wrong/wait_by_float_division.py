"""Wrong: exact integers, but the wait and the reset are `math.ceil(a / b)`, a float division; shows when the numbers are larger than a float holds."""

import math

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.units = quota.burst * quota.period
        self.time = 0

    def _units(self, now: int) -> int:
        return min(self.burst * self.period, self.units + max(0, now - self.time) * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError("bad cost")
        self.units = self._units(now)
        self.time = max(self.time, now)
        missing = cost * self.period - self.units
        if missing <= 0:
            self.units -= cost * self.period
            return 0
        return math.ceil(missing / self.limit)

    def level(self, now: int) -> Level:
        units = self._units(now)
        return Level(units // self.period, math.ceil((self.burst * self.period - units) / self.limit))
