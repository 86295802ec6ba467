"""Elapsed time is the difference of two doubles, so ticks are lost when now is above 2**53.

Source: (c) port: Lua and JavaScript have only doubles.
Witness: 7/1000000000 burst 15: take(1000000001336382065, 2) take(1000000001479239208, 14) -> 55, right: 0
"""

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
        elapsed = max(0, int(float(now) - float(self.last)))
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
        return Level(have // self.period, -(-(self.cap - have) // self.limit))
