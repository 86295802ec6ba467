"""The cost is taken out of the uncapped sum and only the rest is capped: what should have run over still pays.

Source: (a) the brief: what doesn't fit runs over, before the request takes.
Witness: 1/9: take(3) take(3) -> 6, right: 9
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
        elapsed = max(0, now - self.last)
        return min(self.cap, self.have + elapsed * self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"cost must be from 1 to {self.burst}, got {cost}")
        self.have += max(0, now - self.last) * self.limit
        self.last = max(self.last, now)
        missing = cost * self.period - self.have
        if missing > 0:
            return -(-missing // self.limit)
        self.have = min(self.cap, self.have - cost * self.period)
        return 0

    def level(self, now: int) -> Level:
        have = self._at(now)
        return Level(have // self.period, -(-(self.cap - have) // self.limit))
