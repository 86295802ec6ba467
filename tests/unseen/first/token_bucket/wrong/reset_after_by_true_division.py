"""Only level's reset_after divides with floats before it rounds up.

Source: (c) port: JavaScript's Math.ceil(a / b).
Witness: 2341669658018745539/43555911037707019: take(0, 2341669658018745539) level(0) -> Level(0, 43555911037707016), right: Level(0, 43555911037707019)
"""

from math import ceil

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit = quota.limit
        self.period = quota.period
        self.burst = quota.burst
        self.cap = quota.burst * quota.period
        self.have = self.cap
        self.last = 0

    def _at(self, now: int) -> int:
        elapsed = max(0, now - self.last)
        return min(self.cap, self.have + elapsed * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        self.have = self._at(now)
        self.last = max(self.last, now)
        missing = cost * self.period - self.have
        if missing > 0:
            return -(-missing // self.limit)
        self.have -= cost * self.period
        return 0

    def level(self, now: int) -> Level:
        have = self._at(now)
        return Level(have // self.period, ceil((self.cap - have) / self.limit))
