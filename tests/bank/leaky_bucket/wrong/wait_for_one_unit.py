"""Answers how long until one unit more fits, whatever the cost.

Breaks: law 3 (the wait is exact)
Level: cost
Shows: 2/10: take(0, 2) take(0, 2)
Expected: 10; yours: 5
Shipped: upstash-ratelimit 1.2.0, token bucket: a denied cost of 5 at one token per 10 s was told 10 s instead of 50 s
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
        if self.units + cost > self.quota.burst:
            return self._ticks(1, self.leaked)
        self.units += cost
        return 0

    def level(self, now: int) -> Level:
        return Level(self.quota.burst - self._drained(now)[0], self.delay(now))

    def delay(self, now: int) -> int:
        return self._ticks(*self._drained(now))
