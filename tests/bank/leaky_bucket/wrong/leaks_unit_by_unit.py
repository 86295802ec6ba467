"""Lets the units out one by one in a loop, so a large bucket takes long to answer after a rest.

Breaks: law 8 (one decision is cheap)
Level: cheap
Shows: with a burst of 10^9, level long after the bucket was filled goes round the loop 10^9 times
Expected: Level(remaining=1000000000, reset_after=0) at once; yours: the same after minutes
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.units, self.leaked, self.clock = 0, 0, 0

    def _drained(self, now):
        units, leaked = self.units, self.leaked + max(0, now - self.clock) * self.quota.limit
        while units and leaked >= self.quota.period:
            units -= 1
            leaked -= self.quota.period
        return (units, leaked) if units else (0, 0)

    def _ticks(self, units, leaked):
        return -((leaked - units * self.quota.period) // self.quota.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError(f"cost {cost} is not between 1 and {self.quota.burst}")
        self.units, self.leaked = self._drained(now)
        self.clock = max(self.clock, now)
        surplus = self.units + cost - self.quota.burst
        if surplus > 0:
            return self._ticks(surplus, self.leaked)
        self.units += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(self.quota.burst - self._drained(now)[0], self.delay(now))

    def delay(self, now: int) -> int:
        return self._ticks(*self._drained(now))
