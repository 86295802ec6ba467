"""Shows what is in the bucket as remaining, instead of what still fits.

Breaks: law 7 (level is exact)
Level: level
Shows: 1/10: level(0)
Expected: Level(remaining=1, reset_after=0); yours: Level(remaining=0, reset_after=0)
Shipped: not known
"""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.units, self.leaked, self.clock = 0, 0, 0

    def _drained(self, now):
        gone, leaked = divmod(self.leaked + max(0, now - self.clock) * self.quota.limit, self.quota.period)
        return (self.units - gone, leaked) if gone < self.units else (0, 0)

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
        return Level(self._drained(now)[0], self.delay(now))

    def delay(self, now: int) -> int:
        return self._ticks(*self._drained(now))
